package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.applicationrules.RandomRules.Kind;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicies;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the generated configuration with the rules that it was generated from: random
 * rules of every kind in real applications, and the verdict of a browser about random
 * requests. They may differ only where a comment announces it, and the policies must not
 * be wider even then.
 */
@Tag("slow")
class RandomRuleMigrationTests {

	private static final int RULE_SETS = 100;

	private static final int RULE_SETS_PER_APPLICATION = 50;

	private static final int REQUESTS = 60;

	private static List<RandomRules> current = List.of();

	private int compared;

	private int allowed;

	private int announced;

	@Test
	void generatedConfigurationDecidesLikeTheRules() {
		Random random = Effort.random();
		List<String> differences = new ArrayList<>();
		int left = Effort.rounds(RULE_SETS);
		while (left > 0) {
			int count = Math.min(left, RULE_SETS_PER_APPLICATION);
			left -= count;
			List<RandomRules> rules = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				rules.add(new RandomRules("/s" + i, Kind.values()[i % Kind.values().length], random));
			}
			compare(rules, random, differences);
		}
		System.out.println("Rules and policies: " + this.compared + " requests compared, " + this.allowed
				+ " allowed by both, " + this.announced + " announced differences");
		assertThat(differences).as("-Dtest.seed=" + Effort.SEED).isEmpty();
		assertThat(this.allowed).isGreaterThan(this.compared / 20);
		assertThat(this.announced).isLessThan(this.compared / 10);
	}

	private void compare(List<RandomRules> rules, Random random, List<String> differences) {
		current = rules;
		try (TestServer server = TestServer.start(Container.TOMCAT, Application.class,
				"server.tomcat.max-keep-alive-requests=-1")) {
			String yaml = CorsMigration.of(server.context());
			CorsPolicies policies;
			try {
				policies = GeneratedConfiguration.load(yaml);
			}
			catch (InvalidCorsPolicyException ex) {
				differences.add(ex.getMessage() + "\n" + yaml);
				return;
			}
			Map<String, String> comments = comments(yaml);
			try (RawHttp http = server.http().keepingAlive()) {
				for (RandomRules set : rules) {
					for (int i = 0; i < REQUESTS; i++) {
						compare(set, request(set, random), http, policies, comments, differences);
					}
				}
			}
		}
	}

	private static BrowserRequest request(RandomRules set, Random random) {
		List<String> headers = new ArrayList<>();
		if (random.nextBoolean()) {
			headers.add(RandomRules.HEADERS.get(random.nextInt(RandomRules.HEADERS.size())));
		}
		return new BrowserRequest(RandomRules.ORIGINS.get(random.nextInt(RandomRules.ORIGINS.size())),
				RandomRules.METHODS.get(random.nextInt(RandomRules.METHODS.size())),
				set.prefix + RandomRules.PATHS.get(random.nextInt(RandomRules.PATHS.size())), headers,
				random.nextBoolean(), BrowserRequest.Initiator.SCRIPT, null);
	}

	private void compare(RandomRules set, BrowserRequest request, RawHttp http, CorsPolicies policies,
			Map<String, String> comments, List<String> differences) {
		// No handler, or two that Spring cannot choose from.
		if (http.send(request.method(), request.path()).status() != 200) {
			return;
		}
		boolean spring = browserAccepts(request, http);
		BrowserVerdict verdict = policies.current().check(request);
		this.compared++;
		if (spring && verdict.allowed()) {
			this.allowed++;
		}
		// In a policy, GET implies HEAD.
		if (spring == verdict.allowed() || (request.method().equals("HEAD") && !spring)) {
			return;
		}
		String comment = (verdict.policy() != null) ? comments.getOrDefault(verdict.policy().name(), "") : "";
		boolean mayBeWider = comment.contains("without a port here") || comment.contains("never worked")
				|| comment.contains("also covers paths");
		if (comment.isEmpty() || (verdict.allowed() && !mayBeWider)) {
			differences.add(request + ": Spring " + spring + ", policy "
					+ ((verdict.policy() != null) ? verdict.policy().name() : "none") + " " + verdict.allowed()
					+ ", comment '" + comment + "', " + set + "\n");
		}
		else {
			this.announced++;
		}
	}

	/**
	 * The comments of each policy, except for the first sentence, which names its source.
	 * Policies for the same paths share their comments.
	 */
	private static Map<String, String> comments(String yaml) {
		Map<String, String> byPaths = new HashMap<>();
		Map<String, String> paths = new HashMap<>();
		Pattern policy = Pattern.compile("((?: {4}#.*\n)*) {4}([a-z0-9-]+):\n((?: {6}.*\n)*?) {6}allowed-origins");
		Matcher matcher = policy.matcher(yaml);
		while (matcher.find()) {
			String comment = matcher.group(1)
				.replaceAll("(?m)^ {4}# ", "")
				.replaceAll("\\s+", " ")
				.replaceFirst("^From .*?\\. ?(?=[A-Z\"/]|$)", "")
				.replaceFirst("^The origin selects one of \\d+ policies for these paths\\. ?", "");
			paths.put(matcher.group(2), matcher.group(3));
			byPaths.merge(matcher.group(3), comment, String::concat);
		}
		paths.replaceAll((name, text) -> byPaths.getOrDefault(text, ""));
		return paths;
	}

	/** Fetch, "CORS-preflight fetch" and "CORS check". */
	private static boolean browserAccepts(BrowserRequest request, RawHttp http) {
		boolean simple = List.of("GET", "HEAD", "POST").contains(request.method()) && request.headers().isEmpty();
		if (!simple) {
			List<String> lines = new ArrayList<>(
					List.of("Origin: " + request.origin(), "Access-Control-Request-Method: " + request.method()));
			if (!request.headers().isEmpty()) {
				lines.add("Access-Control-Request-Headers: " + String.join(",", request.headers()));
			}
			RawHttp.Response response = http.send("OPTIONS", request.path(), lines.toArray(String[]::new));
			boolean methodAllowed = List.of("GET", "HEAD", "POST").contains(request.method())
					|| contains(response, "Access-Control-Allow-Methods", request.method(), request.credentials());
			boolean headersAllowed = request.headers()
				.stream()
				.allMatch((name) -> contains(response, "Access-Control-Allow-Headers", name,
						request.credentials() || name.equals("authorization")));
			if (response.status() / 100 != 2 || !corsCheck(request, response) || !methodAllowed || !headersAllowed) {
				return false;
			}
		}
		List<String> lines = new ArrayList<>(List.of("Origin: " + request.origin()));
		request.headers()
			.forEach((name) -> lines.add(name + ": " + (name.equals("content-type") ? "application/json" : "x")));
		return corsCheck(request, http.send(request.method(), request.path(), lines.toArray(String[]::new)));
	}

	private static boolean contains(RawHttp.Response response, String header, String name, boolean noWildcard) {
		return response.values(header)
			.stream()
			.flatMap((line) -> Arrays.stream(line.split(",")))
			.map(String::strip)
			.anyMatch((value) -> value.equalsIgnoreCase(name) || (!noWildcard && value.equals("*")));
	}

	private static boolean corsCheck(BrowserRequest request, RawHttp.Response response) {
		List<String> origins = response.values("Access-Control-Allow-Origin");
		if (origins.size() != 1) {
			return false;
		}
		return request.credentials()
				? origins.get(0).equals(request.origin())
						&& response.values("Access-Control-Allow-Credentials").equals(List.of("true"))
				: origins.get(0).equals("*") || origins.get(0).equals(request.origin());
	}

	private static CorsConfigurationSource source(RandomRules set) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		set.configurations.forEach(source::registerCorsConfiguration);
		return source;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			current.stream()
				.filter((set) -> set.kind == Kind.REGISTRY || set.kind == Kind.HANDLERS_AND_REGISTRY)
				.forEach((set) -> set.configurations.forEach((pattern, configuration) -> {
					CorsRegistration registration = registry.addMapping(pattern);
					registration.combine(configuration);
				}));
		}

		@Bean
		static BeanDefinitionRegistryPostProcessor filters() {
			return new BeanDefinitionRegistryPostProcessor() {

				@Override
				public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
					for (RandomRules set : current) {
						if (set.kind == Kind.FILTER || set.kind == Kind.FILTER_AND_HANDLERS) {
							RootBeanDefinition definition = new RootBeanDefinition(FilterRegistrationBean.class,
									() -> registration(set));
							registry.registerBeanDefinition("filter" + set.prefix.substring(1), definition);
						}
					}
				}

				@Override
				public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
				}

			};
		}

		@Bean
		ServletContextInitializer servlets() {
			return (context) -> current.stream()
				.filter((set) -> set.servlet != null)
				.forEach((set) -> context.addServlet("servlet" + set.prefix, new OtherServlet())
					.addMapping(set.servlet));
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			RouterFunctions.Builder routes = RouterFunctions.route();
			current.stream()
				.filter((set) -> set.route != null)
				.forEach((set) -> routes.GET(set.route, (request) -> ServerResponse.ok().build()));
			return routes.GET("/route", (request) -> ServerResponse.ok().build()).build();
		}

		private static FilterRegistrationBean<CorsFilter> registration(RandomRules set) {
			FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(new CorsFilter(source(set)));
			registration.setName("filter" + set.prefix);
			registration.addUrlPatterns(set.prefix + "/*");
			return registration;
		}

		@Bean
		FilterChainProxy springSecurityFilterChain() {
			List<SecurityFilterChain> chains = new ArrayList<>();
			current.stream()
				.filter((set) -> set.kind == Kind.SECURITY)
				.forEach((set) -> chains.add(new DefaultSecurityFilterChain(
						PathPatternRequestMatcher.pathPattern(set.prefix + "/**"), new CorsFilter(source(set)))));
			return new FilterChainProxy(chains);
		}

		@Bean
		Handlers handlers(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
			for (RandomRules set : current) {
				for (RandomRules.Handler handler : set.handlers) {
					mapping.registerMapping(RequestMappingInfo.paths(handler.pattern())
						.methods(handler.method())
						.options(mapping.getBuilderConfiguration())
						.build(), instance(handler), handler.function());
				}
			}
			return new Handlers();
		}

		private static Object instance(RandomRules.Handler handler) {
			Class<?> type = handler.function().getDeclaringClass();
			return (type == RandomRules.OnType.class) ? new RandomRules.OnType()
					: (type == RandomRules.Credentials.class) ? new RandomRules.Credentials()
							: new RandomRules.Endpoints();
		}

	}

	/**
	 * A servlet that no rule of Spring MVC applies to.
	 */
	static class OtherServlet extends HttpServlet {

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) {
			response.setStatus(HttpServletResponse.SC_OK);
		}

	}

	/**
	 * Marks that the handlers are registered.
	 */
	static class Handlers {

	}

}
