package io.github.corsstarter.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPoliciesReloadedEvent;
import io.github.corsstarter.web.CorsPolicySource;
import io.github.corsstarter.web.CorsReloadListener;
import io.github.corsstarter.web.CorsSourceStatus;
import io.github.corsstarter.web.reactive.CorsPolicyWebFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CorsAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CorsAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(CorsAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void runWithoutPoliciesShouldAllowNothingAndSaySo(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(CorsPolicies.class);
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			assertThat(policies.policies()).isEmpty();
			assertThat(policies.generation()).isEqualTo(1);
			assertThat(policies.isDebug()).isFalse();
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("CORS"))).singleElement()
			.asString()
			.contains("INFO")
			.contains("No CORS policies");
	}

	@Test
	void runWithAllowedHostsShouldSaySo(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("cors.allowed-hosts=app.example, *.App.example", "cors.policies.all.paths=/**",
					"cors.policies.all.allowed-origins=none")
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				assertThat(policies.current().allowedHosts().entries()).containsExactly("app.example", "*.app.example");
				assertThat(policies.warnings()).isEmpty();
			});
		assertThat(output).contains("INFO")
			.contains("On the paths of CORS policies, only requests to [app.example, *.app.example], localhost and IP"
					+ " addresses are accepted (cors.allowed-hosts).");
	}

	@Test
	void runWithLocalhostAsAllowedHostShouldNameItOnce(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("cors.allowed-hosts=localhost", "cors.policies.all.paths=/**",
					"cors.policies.all.allowed-origins=none")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(
				"On the paths of CORS policies, only requests to localhost and IP addresses are accepted (cors.allowed-hosts).");
	}

	@Test
	void runWithAllowedHostsAndPathsWithoutPolicyShouldWarn(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("cors.allowed-hosts=app.example", "cors.policies.api.paths=/api/**",
					"cors.policies.api.allowed-origins=none")
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).warnings()).singleElement()
				.satisfies((warning) -> assertThat(warning.reason())
					.isEqualTo(CorsProblem.Reason.HOSTS_NOT_CHECKED_EVERYWHERE)));
		assertThat(lines(output, "no policy has the path /**")).isEqualTo(1);
	}

	@Test
	void runWithAllowedHostsAndOnlyWatchedPolicyForEveryPathShouldWarn() {
		this.contextRunner
			.withPropertyValues("cors.allowed-hosts=app.example", "cors.policies.all.paths=/**",
					"cors.policies.all.allowed-origins=none", "cors.policies.all.enforce=false")
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).warnings()).singleElement()
				.satisfies((warning) -> {
					assertThat(warning.reason()).isEqualTo(CorsProblem.Reason.HOSTS_NOT_CHECKED_EVERYWHERE);
					assertThat(warning.message()).endsWith("A policy that is not enforced does not count.");
				}));
	}

	@Test
	void environmentVariableCanSetAllowedHosts() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("CORS_ALLOWEDHOSTS", "a.example,b.example"))))
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).current().allowedHosts().entries())
				.containsExactly("a.example", "b.example"));
	}

	@Test
	void reloadShouldChangeAllowedHosts(CapturedOutput output) {
		Map<String, Object> properties = new ConcurrentHashMap<>(Map.of("cors.allowed-hosts", "a.example",
				"cors.policies.all.paths", "/**", "cors.policies.all.allowed-origins", "none"));
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", properties)))
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				FakeCorsRequest request = FakeCorsRequest.of("GET", "/x").at("http", "b.example", -1);
				assertThat(policies.decide(request).status()).isEqualTo(421);
				properties.put("cors.allowed-hosts", "https://b.example");
				assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload)
					.satisfies((ex) -> assertThat(ex.problems()).extracting(CorsProblem::reason)
						.containsExactly(CorsProblem.Reason.HOST_WITH_SCHEME));
				assertThat(policies.current().allowedHosts().entries()).containsExactly("a.example");
				properties.put("cors.allowed-hosts", "b.example");
				policies.reload();
				assertThat(policies.decide(request).isRejected()).isFalse();
				assertThat(output).contains("cors.allowed-hosts is now [b.example]");
				properties.remove("cors.allowed-hosts");
				policies.reload();
				assertThat(policies.current().allowedHosts().isAny()).isTrue();
				assertThat(lines(output,
						"The reload has removed cors.allowed-hosts, so requests to every host are" + " allowed."))
					.isEqualTo(1);
			});
	}

	@ParameterizedTest
	@CsvSource({ "jetty/12.1.0, native, Jetty", "Undertow - 2.3.18, NATIVE, Undertow", "Apache Tomcat/11.0, native,",
			"jetty/12.1.0, framework,", "jetty/12.1.0, none,", "jetty/12.1.0, , ", ", native," })
	void serverThatReplacesTheHostShouldBeNamed(String server, String strategy, String named, CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment();
		if (strategy != null) {
			environment.setProperty("server.forward-headers-strategy", strategy);
		}
		CorsPolicies any = new CorsPolicies(List.of(), false);
		new ReplacedHostCheck(any, environment, server).afterSingletonsInstantiated();
		assertThat(output).doesNotContain("replaces the name in the header Host");
		CorsPolicies limited = new CorsPolicies(List.of(), false, AllowedHosts.of(List.of("app.example")));
		new ReplacedHostCheck(limited, environment, server).afterSingletonsInstantiated();
		if (named != null) {
			assertThat(lines(output, "and " + named + " then replaces the name in the header Host")).isEqualTo(1);
		}
		else {
			assertThat(output).doesNotContain("replaces the name in the header Host");
		}
	}

	@Test
	void tomcatShouldBeNamedForHttp2(CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment().withProperty("server.forward-headers-strategy", "native")
			.withProperty("server.http2.enabled", "true");
		CorsPolicies limited = new CorsPolicies(List.of(), false, AllowedHosts.of(List.of("app.example")));
		new ReplacedHostCheck(limited, environment, "Apache Tomcat/11.0.24").afterSingletonsInstantiated();
		assertThat(lines(output, "Tomcat, over HTTP/2, then replaces the name in the header Host")).isEqualTo(1);
	}

	@Test
	void onKubernetesForwardedHeadersAreProcessedByTheServer(CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.main.cloud-platform", "kubernetes");
		CorsPolicies limited = new CorsPolicies(List.of(), false, AllowedHosts.of(List.of("app.example")));
		new ReplacedHostCheck(limited, environment, "jetty/12.1.0").afterSingletonsInstantiated();
		assertThat(lines(output, "Jetty then replaces the name in the header Host")).isEqualTo(1);
	}

	@Test
	void reloadThatLeavesNoPolicyShouldWarn(CapturedOutput output) {
		AtomicBoolean gone = new AtomicBoolean();
		this.contextRunner
			.withBean(CorsPolicySource.class,
					() -> () -> gone.get() ? List.of()
							: List.of(CorsPolicySpecification.builder("a").paths("/a").allowedOrigins("*").build()))
			.run((context) -> {
				context.getBean(CorsPolicies.class).reload();
				assertThat(output).doesNotContain("After the reload there is no CORS policy");
				gone.set(true);
				context.getBean(CorsPolicies.class).reload();
				assertThat(output).contains("WARN").contains("After the reload there is no CORS policy");
			});
	}

	@Test
	void reloadShouldNameWhatItRemovesAndLetRejectionsWarnAgain(CapturedOutput output) {
		AtomicBoolean cut = new AtomicBoolean();
		CorsPolicySpecification wide = CorsPolicySpecification.builder("wide")
			.paths("/**")
			.allowedOrigins("https://a.example", "https://a.example")
			.build();
		CorsPolicySpecification narrow = CorsPolicySpecification.builder("narrow")
			.paths("/narrow/**")
			.allowedOrigins("none")
			.build();
		this.contextRunner
			.withBean(CorsPolicySource.class, () -> () -> cut.get() ? List.of(wide) : List.of(wide, narrow))
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				reject(context, policies);
				reject(context, policies);
				assertThat(lines(output, "Rejected GET /x from https://b.example")).isEqualTo(1);
				assertThat(lines(output, "listed twice")).isEqualTo(1);
				cut.set(true);
				policies.reload();
				assertThat(output).contains("The reload has removed the policies [narrow], and the paths"
						+ " [/narrow/** of 'narrow' (now covered by 'wide')].");
				assertThat(lines(output, "listed twice")).isEqualTo(1);
				reject(context, policies);
				reject(context, policies);
				assertThat(lines(output, "Rejected GET /x from https://b.example")).isEqualTo(2);
			});
	}

	private static void reject(ApplicationContext context, CorsPolicies policies) {
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/x", "https://b.example");
		context.getBean(CorsRejections.class).onDecision(policies.decide(request), request);
	}

	private static long lines(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains("WARN") && line.contains(text)).count();
	}

	@Test
	void runWithPoliciesShouldPutThemInForceAndListThem(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("cors.policies.partners.paths=/partners/**",
					"cors.policies.partners.allowed-origins=https://partner.example", "cors.policies.open.paths=/open",
					"cors.policies.open.allowed-origins=*")
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).policies()).extracting(CorsPolicy::name)
				.containsExactlyInAnyOrder("partners", "open"));
		assertThat(output).contains("CORS policy 'partners' covers [/partners/**]").contains("CORS policy 'open'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "FALSE", "off", "no", "0" })
	void runWithAnyWordForFalseShouldContributeNothing(String value) {
		this.contextRunner.withPropertyValues("cors.enabled=" + value)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CorsPolicies.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "maybe", "" })
	void runWithValueThatIsNotABooleanShouldFail(String value) {
		this.contextRunner.withPropertyValues("cors.enabled=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidCorsPolicyException.class));
	}

	@Test
	void sourceWithNullForAPolicyShouldKeepTheRulesInForce() {
		AtomicBoolean broken = new AtomicBoolean();
		CorsPolicySpecification policy = CorsPolicySpecification.builder("a").paths("/a").allowedOrigins("*").build();
		this.contextRunner
			.withBean(CorsPolicySource.class, () -> () -> broken.get() ? Arrays.asList(policy, null) : List.of(policy))
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				broken.set(true);
				assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload)
					.satisfies((ex) -> assertThat(ex.problems()).map(CorsProblem::reason)
						.containsExactly(CorsProblem.Reason.SOURCE_FAILED));
				assertThat(policies.policies()).hasSize(1);
			});
	}

	/** The target of a scoped proxy, for example, is a bean too. */
	@Test
	void beanThatCannotBeInjectedShouldNotBeASource() {
		this.contextRunner
			.withBean("target", CorsPolicySource.class, () -> source("hidden"),
					(definition) -> definition.setAutowireCandidate(false))
			.withBean("shown", CorsPolicySource.class, () -> source("shown"))
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				assertThat(policies.policies()).extracting(CorsPolicy::name).containsExactly("shown");
				assertThat(policies.sources()).extracting(CorsSourceStatus::name).containsExactly("cors.*", "shown");
			});
	}

	/** A property of such a policy stops the start-up. */
	@Test
	void propertyIsNoFixForAPolicyFromCode() {
		this.contextRunner.withPropertyValues("cors.policies.x.paths=/x", "cors.policies.x.allowed-origins=none")
			.withBean(CorsPolicySource.class, () -> () -> List
				.of(CorsPolicySpecification.builder("a").paths("/a/**").allowedOrigins("https://a.example").build()))
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				FakeCorsRequest request = FakeCorsRequest.actual("GET", "/a/1", "https://b.example");
				CorsExplanation explanation = CorsExplanation.of(policies.decide(request), request);
				BrowserVerdict verdict = policies.current()
					.check(BrowserRequest.of("https://b.example", "PUT", "/a/1"));
				assertThat(explanation.fix()).isNull();
				assertThat(verdict.fix()).isNull();
				assertThat(List.of(explanation.message(), verdict.explanation())).allSatisfy((text) -> assertThat(text)
					.endsWith(" The policy 'a' is defined in code, not by properties. Change it in the code."));
				FakeCorsRequest navigation = FakeCorsRequest.actual("POST", "/a/1", "https://b.example")
					.with("Sec-Fetch-Mode", "navigate");
				assertThat(CorsExplanation.of(policies.decide(navigation), navigation).fix())
					.startsWith("add the policy cors.policies.posts-to-a-1: ");
			});
	}

	@Test
	void runWhenDisabledShouldContributeNothing(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("cors.enabled=false", "cors.policies.partners.paths=/partners/**",
					"cors.policies.partners.allowed-origins=not an origin")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CorsPolicies.class)
				.doesNotHaveBean(CorsAutoConfiguration.class));
		assertThat(output.getAll().lines().filter((line) -> line.contains("CORS"))).singleElement()
			.asString()
			.contains("INFO", "The CORS starter is disabled, because cors.enabled is false.");
	}

	@Test
	void runWithDebugShouldWarn(CapturedOutput output) {
		this.contextRunner.withPropertyValues("cors.debug=true")
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).isDebug()).isTrue());
		assertThat(output).contains("cors.debug is true");
	}

	@Test
	void runWithInvalidPoliciesShouldFailWithEveryProblem() {
		this.contextRunner
			.withPropertyValues("cors.policies.a.paths=/a", "cors.policies.a.allowed-origins=https://a.example/",
					"cors.policies.b.allowed-origins=https://b.example", "cors.policies.c.path=/c")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).rootCause()
					.isInstanceOfSatisfying(InvalidCorsPolicyException.class,
							(ex) -> assertThat(ex.problems()).hasSizeGreaterThanOrEqualTo(3));
			});
	}

	@Test
	void runWithOwnPoliciesBeanShouldBackOff() {
		this.contextRunner.withUserConfiguration(OwnPoliciesConfiguration.class)
			.withPropertyValues("cors.policies.partners.paths=/partners/**",
					"cors.policies.partners.allowed-origins=https://partner.example")
			.run((context) -> {
				assertThat(context).hasSingleBean(CorsPolicies.class).hasBean("ownPolicies");
				assertThat(context.getBean(CorsPolicies.class).policies()).isEmpty();
			});
	}

	/** A bean of this name is the first that an application with CORS settings has. */
	@Test
	void runWithBeanNamedCorsPropertiesShouldKeepIt() {
		this.contextRunner.withBean("corsProperties", String.class, () -> "own").run((context) -> {
			assertThat(context).hasSingleBean(CorsPolicies.class);
			assertThat(context.getBean("corsProperties")).isEqualTo("own");
		});
	}

	@Test
	void runWithOwnPoliciesBeanAndWithoutThisAutoConfigurationShouldHaveTheFilter() {
		CorsPolicies own = new CorsPolicies(List.of(), false);
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CorsServletAutoConfiguration.class))
			.withBean(CorsPolicies.class, () -> own)
			.withPropertyValues("cors.filter-order=-200")
			.run((context) -> assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isEqualTo(-200));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CorsReactiveAutoConfiguration.class))
			.withBean(CorsPolicies.class, () -> own)
			.withPropertyValues("cors.filter-order=-200")
			.run((context) -> assertThat(context.getBean(CorsPolicyWebFilter.class).getOrder()).isEqualTo(-200));
	}

	@Test
	void listenerThatFailsShouldNotAffectOthers(CapturedOutput output) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(CorsMetricsAutoConfiguration.class))
			.withUserConfiguration(FailingListeners.class)
			.run((context) -> {
				MeterRegistry registry = new SimpleMeterRegistry();
				context.getBean(CorsMeters.class).bindTo(registry);
				FailingListeners listeners = context.getBean(FailingListeners.class);
				listeners.policy = "later";
				assertThat(context.getBean(CorsPolicies.class).reload().current().number()).isEqualTo(2);
				assertThat(registry.get("cors.reload").tag("outcome", "reloaded").timer().count()).isEqualTo(1);
				assertThat(registry.find("cors.requests").tag("policy", "later").counters()).isNotEmpty();
				assertThat(registry.find("cors.requests").tag("policy", "first").counters()).isEmpty();
			});
		assertThat(lines(output, "A CorsReloadListener has failed.")).isEqualTo(1);
		assertThat(lines(output, "A listener for CorsPoliciesReloadedEvent has failed.")).isEqualTo(1);
	}

	@Test
	void runWithSourceBeansShouldAddTheirPoliciesInOrder() {
		this.contextRunner.withUserConfiguration(SourcesConfiguration.class)
			.withPropertyValues("cors.policies.partners.paths=/partners/**",
					"cors.policies.partners.allowed-origins=https://partner.example")
			.run((context) -> assertThat(context.getBean(CorsPolicies.class).policies()).extracting(CorsPolicy::name)
				.containsExactly("partners", "first", "second"));
	}

	@Test
	void runWithSourceBeanOfTheSameNameAsAPropertyShouldFail() {
		this.contextRunner.withUserConfiguration(SourcesConfiguration.class)
			.withPropertyValues("cors.policies.first.paths=/other", "cors.policies.first.allowed-origins=*")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void runOutsideAWebApplicationShouldContributeNothing() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(CorsPolicies.class));
	}

	private static CorsPolicySource source(String name) {
		return () -> List.of(CorsPolicySpecification.builder(name)
			.paths("/" + name)
			.allowedOrigins("https://client.example")
			.build());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPoliciesConfiguration {

		@Bean
		CorsPolicies ownPolicies() {
			return new CorsPolicies(List.of(), false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SourcesConfiguration {

		@Bean
		@Order(2)
		CorsPolicySource second() {
			return source("second");
		}

		@Bean
		@Order(1)
		CorsPolicySource first() {
			return source("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingListeners {

		private volatile String policy = "first";

		@Bean
		@Order(1)
		CorsReloadListener failingListener() {
			return (attempt) -> {
				throw new IllegalStateException("listener");
			};
		}

		@EventListener
		@Order(1)
		void on(CorsPoliciesReloadedEvent event) {
			throw new IllegalStateException("event");
		}

		@Bean
		CorsPolicySource policySource() {
			return () -> List
				.of(CorsPolicySpecification.builder(this.policy).paths("/one").allowedOrigins("*").build());
		}

	}

}
