package io.github.corsstarter.gateway;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.corsstarter.applicationrules.ApplicationRuleStatement;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the starter finds routes of Reactor Netty in each version of Spring Boot.
 * The types for such routes have moved to another package in Spring Boot 4.
 */
class NettyRoutesIT {

	private static final List<String> PACKAGES = List.of("org.springframework.boot.web.embedded.netty.",
			"org.springframework.boot.reactor.netty.");

	@Test
	void routesThatRunBeforeFiltersAreNamed() {
		try (TestApplication gateway = Flavor.WEBFLUX.start(Routes.class,
				List.of("cors.policies.covered.paths=/covered/**",
						"cors.policies.covered.allowed-origins=https://spa.example"))) {
			Response response = gateway.http().send("GET", "/covered/route", "Origin: https://evil.example");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("route");
			assertThat(gateway.http().send("GET", "/covered/other", "Origin: https://evil.example").status())
				.isEqualTo(403);
			assertThat(gateway.bean(ApplicationRules.class).statements()).map(ApplicationRuleStatement::sentence)
				.containsExactly(
						"NettyRouteProvider 'routes' answers requests to /covered/route before any filter. The policy 'covered' has no effect on these requests, because no filter runs there. Check their origin in that component.");
		}
	}

	@Test
	void customizerThatAddsAHandlerIsNamed() {
		try (TestApplication gateway = Flavor.WEBFLUX.start(Handler.class,
				List.of("cors.policies.covered.paths=/covered/**",
						"cors.policies.covered.allowed-origins=https://spa.example"))) {
			assertThat(gateway.http().send("GET", "/covered/route", "Origin: https://evil.example").body())
				.isEqualTo("handler");
			assertThat(gateway.bean(ApplicationRules.class).all()).map((outcome) -> outcome.rule().source())
				.containsExactly("NettyServerCustomizer 'handler'");
		}
	}

	/** Defines a bean of a type that is not in the same package in each version. */
	private static <T> BeanDefinitionRegistryPostProcessor define(String name, String type, UnaryOperator<T> function) {
		return new BeanDefinitionRegistryPostProcessor() {

			@Override
			@SuppressWarnings("unchecked")
			public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
				Class<Object> present = (Class<Object>) PACKAGES.stream()
					.map((candidate) -> candidate + type)
					.filter((candidate) -> ClassUtils.isPresent(candidate, null))
					.map((candidate) -> ClassUtils.resolveClassName(candidate, null))
					.findFirst()
					.orElseThrow();
				registry.registerBeanDefinition(name,
						new RootBeanDefinition(present, () -> Proxy.newProxyInstance(present.getClassLoader(),
								new Class<?>[] { present }, (proxy, method, arguments) -> switch (method.getName()) {
									case "apply" -> function.apply((T) arguments[0]);
									case "hashCode" -> System.identityHashCode(proxy);
									case "equals" -> proxy == arguments[0];
									default -> name;
								})));
			}

		};
	}

	/**
	 * Spring Boot 3.5 would choose Tomcat, which is on the class path for the other
	 * tests.
	 */
	static class Netty implements ImportSelector {

		private static final String FACTORY = "org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryConfiguration$EmbeddedNetty";

		@Override
		public String[] selectImports(AnnotationMetadata metadata) {
			return ClassUtils.isPresent(FACTORY, null) ? new String[] { FACTORY } : new String[0];
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Netty.class)
	static class Routes {

		@Bean
		static BeanDefinitionRegistryPostProcessor definition() {
			return NettyRoutesIT.<HttpServerRoutes>define("routes", "NettyRouteProvider", (routes) -> routes
				.get("/covered/route", (request, response) -> response.sendString(Mono.just("route"))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Netty.class)
	static class Handler {

		@Bean
		static BeanDefinitionRegistryPostProcessor definition() {
			return NettyRoutesIT.<HttpServer>define("handler", "NettyServerCustomizer",
					(server) -> server.handle((request, response) -> response.sendString(Mono.just("handler"))));
		}

	}

}
