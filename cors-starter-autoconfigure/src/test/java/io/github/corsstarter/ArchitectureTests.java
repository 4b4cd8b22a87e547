package io.github.corsstarter;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the direction of dependencies between packages, and which types are public.
 */
@AnalyzeClasses(packagesOf = ArchitectureTests.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String BASE = "io.github.corsstarter.";

	private static final String[] JDK = { "java..", "org.jspecify.annotations.." };

	/**
	 * The packages in order. Each may depend on those before it. Nothing that runs in an
	 * application depends on the last two.
	 */
	private static final List<String> LAYERS = List.of("origin", "policy", "decision", "web", "web.servlet",
			"web.reactive", "observe", "applicationrules", "actuate", "metrics", "autoconfigure", "test");

	/** The packages on which a package may not depend, although they come before it. */
	private static final Map<String, List<String>> BLIND = Map.of("web.reactive", List.of("web.servlet"), "observe",
			List.of("web.servlet", "web.reactive"), "applicationrules", List.of("observe"), "metrics",
			List.of("web.servlet", "web.reactive", "applicationrules", "actuate"), "actuate",
			List.of("web.servlet", "web.reactive"), "test",
			List.of("web.servlet", "web.reactive", "observe", "actuate", "metrics"));

	@ArchTest
	void dependenciesPointOneWay(JavaClasses classes) {
		for (int i = 0; i < LAYERS.size(); i++) {
			String layer = LAYERS.get(i);
			String[] forbidden = Stream
				.concat(LAYERS.subList(i + 1, LAYERS.size()).stream(), BLIND.getOrDefault(layer, List.of()).stream())
				.map((name) -> BASE + name)
				.toArray(String[]::new);
			if (forbidden.length > 0) {
				noClasses().that()
					.resideInAPackage(BASE + layer)
					.should()
					.dependOnClassesThat()
					.resideInAnyPackage(forbidden)
					.check(classes);
			}
		}
	}

	@ArchTest
	static final ArchRule EVERY_CLASS_IS_IN_A_KNOWN_PACKAGE = classes().should()
		.resideInAnyPackage(LAYERS.stream().map((name) -> BASE + name).toArray(String[]::new));

	@ArchTest
	static final ArchRule ORIGIN_NEEDS_ONLY_THE_JDK = classes().that()
		.resideInAPackage(BASE + "origin..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(and(BASE + "origin.."));

	@ArchTest
	static final ArchRule POLICY_NEEDS_ONLY_THE_JDK = classes().that()
		.resideInAPackage(BASE + "policy..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(and(BASE + "policy..", BASE + "origin.."));

	@ArchTest
	static final ArchRule DECISION_NEEDS_ONLY_THE_JDK = classes().that()
		.resideInAPackage(BASE + "decision..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(and(BASE + "decision..", BASE + "policy..", BASE + "origin.."));

	/**
	 * The rule sources that need a library. Each is loaded only if its library is
	 * present.
	 */
	private static final DescribedPredicate<JavaClass> SERVLET_SOURCES = sources("ServletFilterApplicationRules",
			"CorsSourceApplicationRules", "MvcApplicationRules", "WebSocketApplicationRules", "ServletSimulation",
			"StandInRequest", "StandInResponse", "SecurityCorsFilters", "ServletExistingRules", "ServletSourceReader",
			"ServletSecurityRules", "MvcExistingRules", "DataRestExistingRules", "ServingServlet", "MvcLazyHandler",
			"OtherServlets", "HandlerSource", "MvcRoutes", "HandlerMappingsInCode", "PrefixedServlets");

	private static final DescribedPredicate<JavaClass> REACTIVE_SOURCES = sources("WebFilterApplicationRules",
			"WebFluxApplicationRules", "NettyApplicationRules", "ReactiveSimulation", "ReactiveSecurityCorsFilters",
			"ReactiveExistingRules", "ReactiveSourceReader", "ReactiveSecurityRules", "WebFluxExistingRules",
			"WebFluxLazyHandler", "WebFluxRoutes", "ReactiveMappingsInCode");

	private static final DescribedPredicate<JavaClass> SECURITY_SOURCES = sources("ServletSecurityRules",
			"ReactiveSecurityRules", "SecurityCorsFilters", "ReactiveSecurityCorsFilters");

	private static final DescribedPredicate<JavaClass> BOOT_SOURCES = sources("ServletFilterApplicationRules",
			"PropertyApplicationRules", "GatewayApplicationRules", "NettyApplicationRules", "ServletSimulation",
			"ServletExistingRules", "OtherServlets", "PrefixedServlets", "PolicySettings");

	@ArchTest
	static final ArchRule SERVLET_TYPES_STAY_IN_THEIR_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.servlet..", BASE + "autoconfigure..")
		.and(DescribedPredicate.not(SERVLET_SOURCES))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..");

	@ArchTest
	static final ArchRule JETTY_TYPES_STAY_IN_ONE_CLASS = noClasses().that()
		.doNotHaveFullyQualifiedName(BASE + "web.servlet.JettyErrorPages")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.eclipse.jetty..");

	@ArchTest
	static final ArchRule REACTOR_TYPES_STAY_IN_THEIR_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.reactive..", BASE + "autoconfigure..")
		.and(DescribedPredicate.not(REACTIVE_SOURCES))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "org.reactivestreams..");

	/**
	 * Code that runs on an event loop must not wait: it uses no locks, no threads, no
	 * input or output and no {@code block()}. (The only lock, in {@code ReloadQueue}, is
	 * not on the request path. A {@code Path} is only the name of a file. An
	 * {@code AtomicBoolean} never waits.)
	 */
	@ArchTest
	static final ArchRule REACTIVE_CODE_DOES_NOT_BLOCK = noClasses().that()
		.resideInAnyPackage(BASE + "web.reactive..", BASE + "decision..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates
			.resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent..",
					"reactor.core.scheduler..")
			.and(DescribedPredicate.not(JavaClass.Predicates.type(Path.class)))
			.and(DescribedPredicate.not(JavaClass.Predicates.type(AtomicBoolean.class))))
		.orShould()
		.callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.nameMatching("block.*|wait|sleep")));

	@ArchTest
	static final ArchRule SPRING_BOOT_STAYS_ON_TOP = noClasses().that()
		.resideOutsideOfPackages(BASE + "autoconfigure..", BASE + "actuate..")
		.and(DescribedPredicate.not(BOOT_SOURCES))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot..");

	@ArchTest
	static final ArchRule MICROMETER_STAYS_UNDER_METRICS = noClasses().that()
		.resideOutsideOfPackages(BASE + "metrics..", BASE + "autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer..");

	@ArchTest
	static final ArchRule ASSERTJ_STAYS_UNDER_TEST = noClasses().that()
		.resideOutsideOfPackages(BASE + "test..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.assertj..", BASE + "test..");

	@ArchTest
	static final ArchRule NOTHING_IS_WHAT_SPRING_SECURITY_LOOKS_FOR = noClasses().should()
		.beAssignableTo(JavaClass.Predicates.resideInAnyPackage("org.springframework.web.cors..",
				"org.springframework.web.filter.."));

	@ArchTest
	static final ArchRule SPRING_SECURITY_STAYS_IN_ITS_SOURCES = noClasses()
		.that(DescribedPredicate.not(SECURITY_SOURCES))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.security..");

	/** The two stacks do not depend on each other, and each is optional. */
	@ArchTest
	static final ArchRule SPRING_MVC_STAYS_IN_ITS_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.servlet..", BASE + "autoconfigure..")
		.and(DescribedPredicate.not(SERVLET_SOURCES))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web.servlet..");

	@ArchTest
	static final ArchRule SPRING_WEBFLUX_STAYS_IN_ITS_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.reactive..", BASE + "autoconfigure..")
		.and(DescribedPredicate.not(REACTIVE_SOURCES))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web.reactive..");

	@ArchTest
	static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES = SlicesRuleDefinition.slices()
		.matching("io.github.corsstarter.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule AUTO_CONFIGURATIONS_ARE_FINAL = classes().that()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	/**
	 * Every public type, with its user: somebody outside this project (an application's
	 * code, its listeners, its policy sources, its tests, an operator, Spring Boot), or
	 * else the package that needs it. Adding a name makes a type part of the public API.
	 */
	private static final Map<String, String> PUBLIC_TYPES = Map.ofEntries(
			Map.entry("actuate.CorsCheckDescriptor", "operator"), Map.entry("actuate.CorsCheckEndpoint", "operator"),
			Map.entry("actuate.CorsCheckEndpointWebExtension", "Boot"), Map.entry("actuate.CorsDescriptor", "operator"),
			Map.entry("actuate.CorsEndpoint", "operator"), Map.entry("actuate.CorsEndpointWebExtension", "Boot"),
			Map.entry("actuate.CorsMigrationEndpoint", "operator"), Map.entry("actuate.CorsPageEndpoint", "operator"),
			Map.entry("actuate.PolicyDescriptor", "operator"),
			Map.entry("applicationrules.ApplicationRule", "application"),
			Map.entry("applicationrules.ApplicationRuleAnswer", "application"),
			Map.entry("applicationrules.ApplicationRuleAnswers", "autoconfigure"),
			Map.entry("applicationrules.ApplicationRuleOutcome", "application"),
			Map.entry("applicationrules.ApplicationRuleSource", "application"),
			Map.entry("applicationrules.ApplicationRuleSources", "autoconfigure"),
			Map.entry("applicationrules.ApplicationRuleStatement", "application"),
			Map.entry("applicationrules.ApplicationRules", "application"),
			Map.entry("applicationrules.RuleMigration", "actuate"),
			Map.entry("autoconfigure.CorsApplicationRulesAutoConfiguration", "Boot"),
			Map.entry("autoconfigure.CorsAutoConfiguration", "Boot"),
			Map.entry("autoconfigure.CorsCloudAutoConfiguration", "Boot"),
			Map.entry("autoconfigure.CorsConfigurationCheck", "test"),
			Map.entry("autoconfigure.CorsEndpointAutoConfiguration", "Boot"),
			Map.entry("autoconfigure.CorsMetricsAutoConfiguration", "Boot"),
			Map.entry("autoconfigure.CorsReactiveAutoConfiguration", "Boot"),
			Map.entry("autoconfigure.CorsServletAutoConfiguration", "Boot"),
			Map.entry("decision.BrowserCheck", "application"), Map.entry("decision.BrowserRequest", "application"),
			Map.entry("decision.BrowserVerdict", "application"), Map.entry("decision.CorsDecision", "listener"),
			Map.entry("decision.CorsExplanation", "listener"), Map.entry("decision.CorsHeaders", "web"),
			Map.entry("decision.CorsReason", "listener"), Map.entry("decision.CorsRequest", "listener"),
			Map.entry("decision.HostCheck", "web"), Map.entry("decision.PathEngine", "web"),
			Map.entry("decision.PolicyEngine", "web"), Map.entry("decision.RequestKind", "listener"),
			Map.entry("decision.ResponseCheck", "applicationrules"), Map.entry("decision.SentResponse", "adapters"),
			Map.entry("decision.WatchedDifference", "listener"), Map.entry("metrics.CorsMeter", "operator"),
			Map.entry("metrics.CorsMeters", "autoconfigure"), Map.entry("observe.CorsRejectedEvent", "listener"),
			Map.entry("observe.CorsRejection", "application"), Map.entry("observe.CorsRejections", "application"),
			Map.entry("observe.CorsShadowDifference", "application"),
			Map.entry("observe.CorsShadowListener", "listener"), Map.entry("observe.CorsShadows", "application"),
			Map.entry("observe.ShadowChange", "listener"), Map.entry("origin.InvalidOriginPatternException", "source"),
			Map.entry("origin.OriginMap", "decision"), Map.entry("origin.OriginOverlaps", "web"),
			Map.entry("origin.OriginPattern", "source"), Map.entry("origin.OriginProblem", "source"),
			Map.entry("origin.SubstringMap", "web"), Map.entry("policy.AllowedHosts", "application"),
			Map.entry("policy.Coded", "listener"), Map.entry("policy.CorsPolicy", "source"),
			Map.entry("policy.CorsPolicySpecification", "source"), Map.entry("policy.CorsProblem", "source"),
			Map.entry("policy.DangerousTolerance", "source"), Map.entry("policy.FetchNames", "decision"),
			Map.entry("policy.InvalidCorsPolicyException", "source"), Map.entry("policy.OnDisallowed", "source"),
			Map.entry("policy.SafeText", "decision"), Map.entry("policy.SettingLocations", "source"),
			Map.entry("test.CorsAssertions", "test"), Map.entry("test.CorsConfigurationAssert", "test"),
			Map.entry("test.CorsMigration", "test"), Map.entry("test.CorsPoliciesAssert", "test"),
			Map.entry("test.CorsRequestAssert", "test"), Map.entry("web.ConfigurationSource", "autoconfigure"),
			Map.entry("web.CorsDecisionListener", "listener"), Map.entry("web.CorsGeneration", "application"),
			Map.entry("web.CorsPolicies", "application"), Map.entry("web.CorsPoliciesReloadedEvent", "listener"),
			Map.entry("web.CorsPolicySource", "source"), Map.entry("web.CorsReload", "application"),
			Map.entry("web.CorsReloadAttempt", "listener"), Map.entry("web.CorsReloadListener", "listener"),
			Map.entry("web.CorsSourceStatus", "application"), Map.entry("web.PolicyCoverage", "applicationrules"),
			Map.entry("web.PathPatternSubsumption", "applicationrules"), Map.entry("web.RejectionBody", "adapters"),
			Map.entry("web.ReloadGuard", "adapters"), Map.entry("web.reactive.CorsPolicyWebFilter", "application"),
			Map.entry("web.servlet.CorsPolicyFilter", "application"));

	@ArchTest
	void publicTypesAreTheseAndNoOthers(JavaClasses classes) {
		assertThat(publicTypes(classes)).containsExactlyInAnyOrderElementsOf(PUBLIC_TYPES.keySet());
	}

	private static DescribedPredicate<JavaClass> sources(String... names) {
		return DescribedPredicate.describe("are " + List.of(names),
				(type) -> Stream.of(names).anyMatch((name) -> isWithin(type, BASE + "applicationrules." + name)));
	}

	/** Includes lambdas and nested classes. */
	private static boolean isWithin(JavaClass type, String name) {
		return type.getName().equals(name) || type.getName().startsWith(name + "$");
	}

	private static Set<String> publicTypes(JavaClasses classes) {
		Set<String> names = new TreeSet<>();
		classes.that(DescribedPredicate.describe("are public top-level types", ArchitectureTests::isPublicTopLevel))
			.forEach((type) -> names.add(type.getName().substring(BASE.length())));
		return names;
	}

	private static boolean isPublicTopLevel(JavaClass type) {
		return type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
	}

	private static String[] and(String... packages) {
		Set<String> all = new TreeSet<>(Set.of(JDK));
		all.addAll(Set.of(packages));
		return all.toArray(String[]::new);
	}

}
