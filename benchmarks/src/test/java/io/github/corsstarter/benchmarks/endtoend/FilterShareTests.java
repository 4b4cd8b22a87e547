package io.github.corsstarter.benchmarks.endtoend;

import java.util.List;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FilterShare}.
 */
class FilterShareTests {

	private static final String CHAIN = "org.apache.catalina.core.ApplicationFilterChain";

	@ParameterizedTest
	@ValueSource(classes = { CorsPolicyFilter.class, OriginPattern.class, CorsReason.class, CorsMeters.class,
			CorsFilter.class, CorsConfiguration.class })
	void whatAFilterCallsCounts(Class<?> type) {
		assertThat(FilterShare.isInFilter(List.of("java.util.HashMap", type.getName(), CHAIN, "java.lang.Thread")))
			.isTrue();
	}

	@Test
	void whatItsChainCallsDoesNotCount() {
		String filter = CorsPolicyFilter.class.getName();
		assertThat(FilterShare.isInFilter(List.of("java.util.HashMap", "org.example.Handler", CHAIN, filter, CHAIN)))
			.isFalse();
	}

	@Test
	void theContainerDoesNotCount() {
		assertThat(FilterShare.isInFilter(List.of("java.util.HashMap", "org.apache.coyote.Processor"))).isFalse();
	}

}
