package io.github.corsstarter.stacks;

import java.util.Map;

import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.CorsFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@code CorsFilter} of the application.
 */
abstract class AbstractServletRivalRulesTests extends AbstractRivalRulesTests {

	AbstractServletRivalRulesTests(Container container) {
		super(container, RivalBefore.class, RivalAfter.class);
	}

	/**
	 * A limit: before Servlet 6.1, no API removes a header from a response.
	 */
	@Override
	void checkHeadersOfTheRival(Map<String, String> rejected, Map<String, String> allowed) {
		assertThat(rejected).containsEntry("access-control-allow-origin", "https://rival.example");
		assertThat(allowed).isEqualTo(Map.of("access-control-allow-origin", "https://both.example",
				"access-control-expose-headers", "x-policy", "access-control-allow-credentials", "true"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(RivalEndpoints.class)
	static class RivalBefore {

		@Bean
		FilterRegistrationBean<CorsFilter> rival() {
			FilterRegistrationBean<CorsFilter> rival = new FilterRegistrationBean<>(
					new CorsFilter((request) -> rules()));
			rival.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return rival;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(RivalEndpoints.class)
	static class RivalAfter {

		@Bean
		FilterRegistrationBean<CorsFilter> rival() {
			FilterRegistrationBean<CorsFilter> rival = new FilterRegistrationBean<>(
					new CorsFilter((request) -> rules()));
			rival.setOrder(0);
			return rival;
		}

	}

}
