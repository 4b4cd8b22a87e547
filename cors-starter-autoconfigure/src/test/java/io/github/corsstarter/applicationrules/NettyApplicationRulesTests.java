package io.github.corsstarter.applicationrules;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRules.EarlyAnswer;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyApplicationRules} that need no server. Real servers are tested in
 * the module {@code integration-tests/neighbor}.
 */
class NettyApplicationRulesTests {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();

	@Test
	void templatesThatArePathPatternsAreListed() {
		for (String template : List.of("/", "/a", "/a/", "/a/b.json", "/a/{id}", "/{tenant}/b", "/a/**", "/a~b/_-")) {
			assertThat(paths("", template)).as(template).containsExactly(template);
		}
	}

	@Test
	void otherRoutesHaveUnknownPaths() {
		for (String template : List.of("a", "http://localhost/a", "/a+", "/(a|b)", "/a/*", "/a{b}", "/{a}{b}",
				"/a/**/b", "/a//b", "/a?b=c", "/%61", "")) {
			assertThat(paths("", template)).as(template).containsExactly("/**");
		}
		assertThat(rules("", (routes) -> routes.route((request) -> true, (request, response) -> Mono.never())))
			.singleElement()
			.isEqualTo(new ApplicationRule("NettyRouteProvider 'routes'", List.of("/**"),
					ApplicationRule.Settings.UNKNOWN, Precedence.BEFORE_FILTERS));
		assertThat(rules("", (routes) -> routes.directory("/files", Path.of(".")))).flatMap(ApplicationRule::paths)
			.containsExactly("/**");
		assertThat(rules("", (routes) -> {
			throw new IllegalStateException("on purpose");
		})).flatMap(ApplicationRule::paths).containsExactly("/**");
	}

	@Test
	void providerWithoutRoutesIsNotListed() {
		assertThat(rules("", (routes) -> routes)).isEmpty();
	}

	@Test
	void pathsAreRelativeToTheBasePath() {
		assertThat(paths("/base", "/base/a")).containsExactly("/a");
		assertThat(paths("/base", "/base/")).containsExactly("/");
		assertThat(paths("/base", "/based/a")).isEmpty();
		assertThat(paths("/base", "/base")).as("no policy covers it").isEmpty();
		assertThat(paths("/base", "/a")).isEmpty();
		assertThat(paths("/base", "/{x}/a")).containsExactly("/**");
		assertThat(paths("/base", "/a+")).containsExactly("/**");
	}

	@Test
	void routesAreOnlyAskedOnce() {
		AtomicInteger calls = new AtomicInteger();
		NettyApplicationRules source = source("", (routes) -> {
			calls.incrementAndGet();
			return routes.get("/a", (request, response) -> Mono.never());
		});
		assertThat(source.applicationRules()).isEqualTo(source.applicationRules()).hasSize(1);
		assertThat(calls).hasValue(1);
	}

	@Test
	void otherServersUseNeitherRoutesNorCustomizers() {
		NettyApplicationRules source = source("", (routes) -> routes.get("/a", (request, response) -> Mono.never()));
		this.beans.destroySingleton("factory");
		assertThat(source.applicationRules()).isEmpty();
		this.beans.registerSingleton("tomcat", new TomcatReactiveWebServerFactory());
		assertThat(source.applicationRules()).isEmpty();
		this.beans.registerSingleton("sub", new NettyReactiveWebServerFactory() {
		});
		assertThat(source.applicationRules()).hasSize(1);
	}

	@Test
	void customizersThatAddAHandlerAreListed() {
		customize("routing", (server) -> server.route((routes) -> {
		}));
		customize("handle", (server) -> server.compress(true).handle((request, response) -> Mono.never()));
		customize("options",
				(server) -> server.compress(true).accessLog(true).httpRequestDecoder((spec) -> spec).port(0));
		customize("connection", (server) -> server.doOnConnection((connection) -> {
		}));
		customize("fails", (server) -> {
			throw new IllegalStateException("on purpose");
		});
		this.factory.addServerCustomizers((server) -> server.handle((request, response) -> Mono.never()));
		assertThat(source("", (routes) -> routes).applicationRules()).map(ApplicationRule::source)
			.containsExactly("NettyServerCustomizer 'routing'", "NettyServerCustomizer 'handle'",
					"NettyServerCustomizer 'fails'", "NettyServerCustomizer " + getClass().getName());
	}

	@Test
	void customizersThatTheFactoryDoesNotHaveAreNotListed() {
		this.beans.registerSingleton("unused",
				(NettyServerCustomizer) (server) -> server.handle((request, response) -> Mono.never()));
		assertThat(source("", (routes) -> routes).applicationRules()).isEmpty();
	}

	@Test
	void factoryThatHidesItsCustomizersHasTheBeans() {
		RootBeanDefinition definition = new RootBeanDefinition(WebServerFactory.class,
				Hidden.NettyReactiveWebServerFactory::new);
		this.beans.registerBeanDefinition("hidden", definition);
		this.beans.getBean("hidden");
		this.beans.registerSingleton("handle",
				(NettyServerCustomizer) (server) -> server.handle((request, response) -> Mono.never()));
		assertThat(new NettyApplicationRules(this.beans, new MockEnvironment(), "").applicationRules())
			.map(ApplicationRule::source)
			.containsExactly("NettyServerCustomizer 'handle'");
	}

	@Test
	void earlyAnswerIsCertainOrPossible() {
		NettyApplicationRules source = source("", (routes) -> routes.get("/a", (request, response) -> Mono.never())
			.get("/b/{id}", (request, response) -> Mono.never()));
		CorsPolicies policies = new CorsPolicies(List.of(() -> List
			.of(CorsPolicySpecification.builder("all").paths("/**").allowedOrigins("https://client.example").build())),
				false);
		ApplicationRules rules = new ApplicationRules(List.of(source), policies);
		EarlyAnswer certain = new EarlyAnswer("NettyRouteProvider 'routes'", true);
		assertThat(rules.earlyAnswer("/a")).isEqualTo(certain);
		assertThat(rules.earlyAnswer("/b/1")).isEqualTo(certain);
		for (String path : List.of("/", "/a/", "/%61", "/a;x=1", "/b", "/b/1/2")) {
			assertThat(rules.earlyAnswer(path)).as(path).isNull();
		}
		customize("handle", (server) -> server.handle((request, response) -> Mono.never()));
		assertThat(rules.earlyAnswer("/b")).as("looked up once").isNull();
		rules = new ApplicationRules(List.of(source), policies);
		assertThat(rules.earlyAnswer("/b")).isEqualTo(new EarlyAnswer("NettyServerCustomizer 'handle'", false));
		assertThat(rules.earlyAnswer("/a")).isEqualTo(certain);
		assertThat(rules.all()).allSatisfy((outcome) -> {
			assertThat(outcome.beyond()).isEqualTo("no filter runs there");
			assertThat(outcome.shadowedBy()).isNull();
			assertThat(outcome.isWarning()).isTrue();
		});
	}

	@Test
	void ownSourceMayHavePathsThatAreNoPatterns() {
		ApplicationRule rule = new ApplicationRule("a valve", List.of("*.js", "/{", "/valve"), null,
				Precedence.BEFORE_FILTERS);
		ApplicationRules rules = new ApplicationRules(List.of(() -> List.of(rule)), new CorsPolicies(List.of(), false));
		assertThat(rules.earlyAnswer("/valve")).isEqualTo(new EarlyAnswer("a valve", true));
		assertThat(rules.earlyAnswer("/x")).isEqualTo(new EarlyAnswer("a valve", false));
	}

	private List<String> paths(String basePath, String template) {
		return rules(basePath, (routes) -> routes.get(template, (request, response) -> Mono.never())).stream()
			.flatMap((rule) -> rule.paths().stream())
			.toList();
	}

	private List<ApplicationRule> rules(String basePath, UnaryOperator<HttpServerRoutes> provider) {
		return source(basePath, provider).applicationRules();
	}

	private NettyApplicationRules source(String basePath, UnaryOperator<HttpServerRoutes> provider) {
		for (String name : List.of("factory", "routes")) {
			this.beans.destroySingleton(name);
		}
		this.beans.registerSingleton("factory", this.factory);
		this.beans.registerSingleton("routes", (NettyRouteProvider) provider::apply);
		return new NettyApplicationRules(this.beans, new MockEnvironment(), basePath);
	}

	private void customize(String name, UnaryOperator<HttpServer> customizer) {
		NettyServerCustomizer bean = customizer::apply;
		this.beans.registerSingleton(name, bean);
		this.factory.addServerCustomizers(bean);
	}

	/**
	 * A factory of the same name without that property.
	 */
	private static final class Hidden {

		private static final class NettyReactiveWebServerFactory implements WebServerFactory {

		}

	}

}
