package io.github.corsstarter.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsCloudAutoConfiguration;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a refresh by Spring Cloud, and policy sources that read refreshed properties.
 * These tests are here because of the class path. The module compatibility-tests tests
 * refreshes with a Config Server.
 */
class CloudRefreshIT {

	private final Map<String, Object> properties = new HashMap<>(Map.of("tenants.origin", "https://old.example"));

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("changing", this.properties)))
		.withConfiguration(AutoConfigurations.of(ConfigurationPropertiesRebinderAutoConfiguration.class,
				RefreshAutoConfiguration.class, CorsAutoConfiguration.class, CorsCloudAutoConfiguration.class));

	@Test
	void beansAreReboundBeforeSourceReadsThem() {
		this.contextRunner.withUserConfiguration(BoundSource.class).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			assertThat(origin(policies)).isEqualTo("https://old.example");
			this.properties.put("tenants.origin", "https://new.example");
			context.publishEvent(new EnvironmentChangeEvent(Set.of("tenants.origin")));
			assertThat(origin(policies)).isEqualTo("https://new.example");
			assertThat(policies.generation()).isEqualTo(2);
		});
	}

	@Test
	void sourceInTheScopeRefreshIsAskedAnew() {
		this.contextRunner.withUserConfiguration(ScopedSource.class).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			this.properties.put("tenants.origin", "https://new.example");
			context.publishEvent(new EnvironmentChangeEvent(Set.of("tenants.origin")));
			context.getBean(org.springframework.cloud.context.scope.refresh.RefreshScope.class).refreshAll();
			assertThat(origin(policies)).isEqualTo("https://new.example");
		});
	}

	@Test
	void refreshOfScopeDoesNotReloadWithoutScopedSource() {
		this.contextRunner.withUserConfiguration(BoundSource.class).run((context) -> {
			context.getBean(org.springframework.cloud.context.scope.refresh.RefreshScope.class).refreshAll();
			assertThat(context.getBean(CorsPolicies.class).generation()).isEqualTo(1);
		});
	}

	/** A source may have new data even if no property has changed. */
	@Test
	void eventWithoutKeysReloads() {
		this.contextRunner.withUserConfiguration(BoundSource.class).run((context) -> {
			context.publishEvent(new EnvironmentChangeEvent(Set.of()));
			assertThat(context.getBean(CorsPolicies.class).generation()).isEqualTo(2);
		});
	}

	@Test
	void withoutSpringCloudThereIsNothing() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.cloud.context"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CorsCloudAutoConfiguration.class));
	}

	private static String origin(CorsPolicies policies) {
		return policies.policies().get(0).allowedOrigins().get(0).toString();
	}

	private static CorsPolicySource source(Tenants tenants) {
		String origin = tenants.getOrigin();
		return new CorsPolicySource() {

			@Override
			public List<CorsPolicySpecification> load() {
				return List.of(CorsPolicySpecification.builder("tenants").paths("/**").allowedOrigins(origin).build());
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Tenants.class)
	static class BoundSource {

		@Bean
		CorsPolicySource tenantSource(Tenants tenants) {
			return () -> source(tenants).load();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Tenants.class)
	static class ScopedSource {

		@Bean
		@RefreshScope
		CorsPolicySource tenantSource(Tenants tenants) {
			return source(tenants);
		}

	}

	@ConfigurationProperties("tenants")
	public static class Tenants {

		private String origin = "";

		public String getOrigin() {
			return this.origin;
		}

		public void setOrigin(String origin) {
			this.origin = origin;
		}

	}

}
