package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PropertyApplicationRules}.
 */
class PropertyApplicationRulesTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void withoutPropertiesThereAreNoRules() {
		assertThat(rules(Stack.SERVLET)).isEmpty();
		assertThat(rules(Stack.REACTIVE)).isEmpty();
	}

	@Test
	void actuator() {
		this.environment
			.withProperty("management.endpoints.web.cors.allowed-origins", "https://a.example,https://b.example")
			.withProperty("management.endpoints.web.cors.allowed-origin-patterns[0]", "https://*.c.example");
		assertThat(rules(Stack.SERVLET)).containsExactly(new ApplicationRule("management.endpoints.web.cors",
				List.of("/actuator/**"), new Settings(List.of("https://a.example", "https://b.example"),
						List.of("https://*.c.example"), null, null, null, null, 1800L)));
		this.environment.withProperty("spring.mvc.servlet.path", "/mvc/")
			.withProperty("management.endpoints.web.base-path", "/");
		assertThat(rules(Stack.SERVLET).get(0).paths()).containsExactly("/mvc/**");
		assertThat(rules(Stack.REACTIVE).get(0).paths()).containsExactly("/**");
	}

	@Test
	void everySettingIsRead() {
		this.environment.withProperty("management.endpoints.web.cors.allowed-origins", "*")
			.withProperty("management.endpoints.web.cors.allowed-methods", "GET,POST")
			.withProperty("management.endpoints.web.cors.allowed-headers", "x-a")
			.withProperty("management.endpoints.web.cors.exposed-headers", "etag")
			.withProperty("management.endpoints.web.cors.allow-credentials", "true")
			.withProperty("management.endpoints.web.cors.max-age", "10m");
		assertThat(rules(Stack.SERVLET)).map(ApplicationRule::settings)
			.containsExactly(new Settings(List.of("*"), null, List.of("GET", "POST"), List.of("x-a"), List.of("etag"),
					true, 600L));
		this.environment.withProperty("management.endpoints.web.cors.max-age", "90");
		assertThat(rules(Stack.SERVLET).get(0).settings().maxAge()).isEqualTo(90);
	}

	@Test
	void actuatorOnItsOwnPort() {
		this.environment.withProperty("management.endpoints.web.cors.allowed-origins", "*")
			.withProperty("management.server.port", "8081")
			.withProperty("management.server.base-path", "/manage")
			.withProperty("spring.mvc.servlet.path", "/mvc");
		assertThat(rules(Stack.SERVLET).get(0).paths()).containsExactly("/actuator/**");
		assertThat(rules(Stack.REACTIVE).get(0).paths()).containsExactly("/actuator/**");
		this.environment.withProperty("server.port", "8081");
		assertThat(rules(Stack.SERVLET).get(0).paths()).containsExactly("/mvc/actuator/**");
		this.environment.withProperty("management.server.port", "-1");
		assertThat(rules(Stack.SERVLET)).isEmpty();
	}

	@Test
	void graphQl() {
		this.environment.withProperty("spring.graphql.cors.allowed-origin-patterns", "https://*.a.example");
		assertThat(rules(Stack.SERVLET)).containsExactly(new ApplicationRule("spring.graphql.cors", List.of("/graphql"),
				new Settings(null, List.of("https://*.a.example"), null, null, null, null, 1800L)));
		this.environment.withProperty("spring.graphql.path", "/old");
		assertThat(rules(Stack.REACTIVE).get(0).paths()).containsExactly("/old");
		this.environment.withProperty("spring.graphql.http.path", "/new");
		assertThat(rules(Stack.REACTIVE).get(0).paths()).containsExactly("/new");
		this.environment.withProperty("spring.graphql.websocket.path", "/new");
		assertThat(rules(Stack.SERVLET)).hasSize(1);
		this.environment.withProperty("spring.graphql.websocket.path", "/socket")
			.withProperty("spring.mvc.servlet.path", "/mvc");
		assertThat(rules(Stack.SERVLET)).flatMap(ApplicationRule::paths).containsExactly("/mvc/new", "/mvc/socket");
	}

	@Test
	void gateway() {
		String prefix = "spring.cloud.gateway.server.webflux.globalcors";
		this.environment.withProperty(prefix + ".cors-configurations.[/a/**].allowedOrigins", "https://a.example")
			.withProperty(prefix + ".cors-configurations.[/a/**].allowed-origin-patterns[0]", "https://*.a.example")
			.withProperty(prefix + ".cors-configurations.[/a/**].max-age", "30");
		assertThat(rules(Stack.REACTIVE))
			.containsExactly(new ApplicationRule(prefix, List.of("/a/**"), new Settings(List.of("https://a.example"),
					List.of("https://*.a.example"), null, null, null, null, 30L)));
		assertThat(rules(Stack.SERVLET)).isEmpty();
	}

	@Test
	void gatewayRoutes() {
		String prefix = "spring.cloud.gateway.server.webflux";
		this.environment.withProperty(prefix + ".routes[0].id", "plain")
			.withProperty(prefix + ".routes[0].predicates[0]", "Path=/plain/**")
			.withProperty(prefix + ".routes[0].metadata.other", "x")
			.withProperty(prefix + ".routes[1].predicates[0]", "Method=GET")
			.withProperty(prefix + ".routes[1].predicates[1]", "Path=/a/**, /b/**")
			.withProperty(prefix + ".routes[1].metadata.cors.allowedOrigins", "https://a.example")
			.withProperty(prefix + ".routes[1].metadata.cors.allowedOriginPatterns[0]", "https://*.a.example")
			.withProperty(prefix + ".routes[2].predicates[0].name", "Path")
			.withProperty(prefix + ".routes[2].predicates[0].args.patterns[0]", "/c/**")
			.withProperty(prefix + ".routes[2].metadata.cors.allowedMethods", "GET")
			.withProperty(prefix + ".routes[2].metadata.cors.allowedHeaders[0]", "x-a")
			.withProperty(prefix + ".routes[2].metadata.cors.exposedHeaders[0]", "etag")
			.withProperty(prefix + ".routes[2].metadata.cors.allowCredentials", "true")
			.withProperty(prefix + ".routes[2].metadata.cors.maxAge", "60")
			.withProperty(prefix + ".routes[3].predicates[0]", "Host=**.a.example")
			.withProperty(prefix + ".routes[3].metadata.cors.allowedOrigins[0]", "*");
		assertThat(rules(Stack.REACTIVE)).containsExactly(
				new ApplicationRule(prefix + ".routes[1].metadata.cors", List.of("/a/**"),
						Settings.ofOrigins(List.of("https://a.example"), List.of("https://*.a.example"))),
				new ApplicationRule(prefix + ".routes[2].metadata.cors", List.of("/c/**"),
						new Settings(List.of(), null, List.of("GET"), List.of("x-a"), List.of("etag"), true, 60L)),
				new ApplicationRule(prefix + ".routes[3].metadata.cors", List.of("/**"), List.of("*")));
		assertThat(rules(Stack.SERVLET)).isEmpty();
	}

	@Test
	void formerNamesHaveNoEffectOnGateway() {
		this.environment
			.withProperty("spring.cloud.gateway.globalcors.cors-configurations.[/a/**].allowed-origins", "*")
			.withProperty("spring.cloud.gateway.routes[0].metadata.cors.allowedOrigins", "*");
		assertThat(rules(Stack.REACTIVE)).isEmpty();
	}

	@Test
	void ruleThatDoesNotBindIsUnknown() {
		String prefix = "spring.cloud.gateway.server.webflux.globalcors";
		this.environment.withProperty(prefix + ".cors-configurations.[/a/**].max-age", "long");
		assertThat(rules(Stack.REACTIVE)).containsExactly(ApplicationRule.unknown(prefix));
	}

	@Test
	void propertiesOfAbsentComponentsAreIgnored() {
		this.environment.withProperty("spring.graphql.cors.allowed-origins", "*")
			.withProperty("management.endpoints.web.cors.allowed-origins", "*")
			.withProperty("spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/a/**].allowed-origins",
					"*");
		assertThat(
				new PropertyApplicationRules(this.environment, (name) -> false, Stack.REACTIVE, "").applicationRules())
			.isEmpty();
		assertThat(rules(Stack.REACTIVE)).hasSize(3);
	}

	private List<ApplicationRule> rules(Stack stack) {
		String dispatcherPath = (stack == Stack.SERVLET)
				? UrlPath.normalize(this.environment.getProperty("spring.mvc.servlet.path", "")) : "";
		return new PropertyApplicationRules(this.environment, (name) -> true, stack, dispatcherPath).applicationRules();
	}

}
