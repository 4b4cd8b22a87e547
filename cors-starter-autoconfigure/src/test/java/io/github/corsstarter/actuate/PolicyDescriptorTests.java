package io.github.corsstarter.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyDescriptor}.
 */
class PolicyDescriptorTests {

	@Test
	void changeAfterTheEndOfAShownListIsAChange() {
		List<String> names = IntStream.range(0, 120).mapToObj((i) -> "X" + i).toList();
		List<String> changed = new ArrayList<>(names);
		changed.set(119, "Y");
		CorsPolicy policy = CorsPolicy.of(CorsPolicySpecification.builder("p")
			.paths("/x")
			.allowedOrigins("https://a.example")
			.allowedMethods(names)
			.exposedHeaders(names)
			.shadow((shadow) -> shadow.allowedMethods(changed).exposedHeaders(changed))
			.build());
		PolicyDescriptor.ShadowDescriptor shadow = PolicyDescriptor.ShadowDescriptor.of(policy, 100);
		assertThat(shadow.allowedMethods()).hasSize(100);
		assertThat(shadow.allowedMethodsTotal()).isEqualTo(120);
		assertThat(shadow.exposedHeaders()).hasSize(100);
		assertThat(shadow.exposedHeadersTotal()).isEqualTo(120);
		assertThat(shadow.allowedOrigins()).isNull();
	}

}
