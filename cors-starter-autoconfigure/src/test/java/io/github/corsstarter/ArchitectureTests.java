package io.github.corsstarter;

import java.util.Set;
import java.util.TreeSet;

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
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The directions of dependencies between packages, and what is public.
 */
@AnalyzeClasses(packagesOf = ArchitectureTests.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String BASE = "io.github.corsstarter.";

	private static final String[] JDK = { "java..", "org.jspecify.annotations.." };

	@ArchTest
	static final ArchRule DEPENDENCIES_POINT_ONE_WAY = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("origin")
		.definedBy(BASE + "origin..")
		.layer("policy")
		.definedBy(BASE + "policy..")
		.layer("decision")
		.definedBy(BASE + "decision..")
		.layer("web")
		.definedBy(BASE + "web")
		.optionalLayer("servlet")
		.definedBy(BASE + "web.servlet..")
		.optionalLayer("reactive")
		.definedBy(BASE + "web.reactive..")
		.optionalLayer("observers")
		.definedBy(BASE + "actuate..", BASE + "metrics..")
		.optionalLayer("test")
		.definedBy(BASE + "test..")
		.layer("autoconfigure")
		.definedBy(BASE + "autoconfigure..")
		.whereLayer("policy")
		.mayOnlyAccessLayers("origin")
		.whereLayer("origin")
		.mayNotAccessAnyLayer()
		.whereLayer("decision")
		.mayOnlyAccessLayers("origin", "policy")
		.whereLayer("web")
		.mayOnlyAccessLayers("origin", "policy", "decision")
		.whereLayer("servlet")
		.mayOnlyAccessLayers("origin", "policy", "decision", "web")
		.whereLayer("reactive")
		.mayOnlyAccessLayers("origin", "policy", "decision", "web")
		.whereLayer("observers")
		.mayOnlyAccessLayers("origin", "policy", "decision", "web")
		.whereLayer("test")
		.mayOnlyAccessLayers("origin", "policy", "decision", "web")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer();

	@ArchTest
	static final ArchRule EVERY_CLASS_IS_IN_A_KNOWN_PACKAGE = classes().should()
		.resideInAnyPackage(BASE + "origin", BASE + "policy", BASE + "decision", BASE + "web", BASE + "web.servlet",
				BASE + "web.reactive", BASE + "actuate", BASE + "metrics", BASE + "test", BASE + "autoconfigure..");

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

	@ArchTest
	static final ArchRule SERVLET_TYPES_STAY_IN_THEIR_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.servlet..", BASE + "autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..");

	@ArchTest
	static final ArchRule REACTOR_TYPES_STAY_IN_THEIR_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.reactive..", BASE + "autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "org.reactivestreams..");

	/**
	 * Nothing that runs on an event loop waits: no lock, no thread, no input or output,
	 * no {@code block()}. (The one lock, of {@code CorsPolicies.reload()}, is no part of
	 * a request.)
	 */
	@ArchTest
	static final ArchRule REACTIVE_CODE_DOES_NOT_BLOCK = noClasses().that()
		.resideInAnyPackage(BASE + "web.reactive..", BASE + "decision..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent..",
				"reactor.core.scheduler..")
		.orShould()
		.callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.nameMatching("block.*|wait|sleep")));

	@ArchTest
	static final ArchRule SPRING_BOOT_STAYS_ON_TOP = noClasses().that()
		.resideOutsideOfPackages(BASE + "autoconfigure..", BASE + "actuate..")
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
				"org.springframework.web.filter.."))
		.orShould()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.security..");

	/** The stacks are blind to each other, and each stays optional. */
	@ArchTest
	static final ArchRule SPRING_MVC_STAYS_IN_ITS_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.servlet..", BASE + "autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web.servlet..");

	@ArchTest
	static final ArchRule SPRING_WEBFLUX_STAYS_IN_ITS_ADAPTER = noClasses().that()
		.resideOutsideOfPackages(BASE + "web.reactive..", BASE + "autoconfigure..")
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
	 * What a user calls or implements, and what one package needs of another. Adding a
	 * name here is a promise.
	 */
	@ArchTest
	void publicTypesAreTheseAndNoOthers(JavaClasses classes) {
		assertThat(publicTypes(classes)).containsExactlyInAnyOrder("actuate.CorsCheckDescriptor",
				"actuate.CorsCheckEndpoint", "actuate.CorsCheckEndpointWebExtension", "actuate.CorsDescriptor",
				"actuate.CorsEndpoint", "actuate.CorsEndpointWebExtension", "actuate.PolicyDescriptor",
				"autoconfigure.CorsAutoConfiguration", "autoconfigure.CorsCloudAutoConfiguration",
				"autoconfigure.CorsEndpointAutoConfiguration", "autoconfigure.CorsMetricsAutoConfiguration",
				"autoconfigure.CorsReactiveAutoConfiguration", "autoconfigure.CorsServletAutoConfiguration",
				"decision.BrowserCheck", "decision.BrowserRequest", "decision.BrowserVerdict", "decision.ClientText",
				"decision.CorsDecision", "decision.CorsExplanation", "decision.CorsReason", "decision.CorsRequest",
				"decision.PolicyEngine", "decision.RequestKind", "metrics.CorsMeter", "metrics.CorsMeters",
				"origin.InvalidOriginPatternException", "origin.Origin", "origin.OriginPattern", "origin.OriginProblem",
				"origin.OriginSet", "origin.RegionMap", "policy.CorsPolicy", "policy.CorsPolicySpecification",
				"policy.CorsProblem", "policy.DangerousTolerance", "policy.FetchNames", "policy.HttpTokens",
				"policy.InvalidCorsPolicyException", "policy.OnDisallowed", "policy.ProblemCollector",
				"policy.Provenance", "test.CorsAssertions", "test.CorsPoliciesAssert", "test.CorsRequestAssert",
				"web.CorsDecisionListener", "web.CorsGeneration", "web.CorsPolicies", "web.CorsPoliciesReloadedEvent",
				"web.CorsPolicySource", "autoconfigure.CorsApplicationRulesAutoConfiguration",
				"web.reactive.WebFilterApplicationRules", "web.reactive.WebFluxApplicationRules",
				"web.servlet.CorsSourceApplicationRules", "web.servlet.MvcApplicationRules",
				"web.servlet.WebSocketApplicationRules", "web.PresentBeans", "web.CrossOriginRules", "web.ShadowedRule",
				"web.ApplicationRules", "web.ApplicationRuleSource", "web.ApplicationRule", "web.CorsRejectedEvent",
				"web.CorsRejection", "web.CorsRejections", "web.CorsShadowDifference", "web.CorsShadowListener",
				"web.CorsShadows", "web.ShadowChange", "web.RejectionBody", "web.VaryHeader",
				"web.reactive.CorsPolicyWebFilter", "web.servlet.CorsPolicyFilter");
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
