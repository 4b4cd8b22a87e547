package io.github.corsstarter.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.github.corsstarter.applicationrules.ApplicationRule;
import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationRulesReport}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationRulesReportTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	@Test
	void logIsBounded(CapturedOutput output) {
		report((path) -> "@CrossOrigin A" + path.replace('/', '-')).onApplicationEvent(ready(this.context));
		assertThat(output.toString().lines().filter((line) -> line.contains("decides on /orders/"))).hasSize(20);
		assertThat(output.toString().lines().filter((line) -> line.contains("decides on /free/"))).hasSize(20);
		assertThat(output.toString().lines().filter((line) -> line.contains("CORS: and 30 more such rules")))
			.hasSize(2);
	}

	@Test
	void namesCannotEndALine(CapturedOutput output) {
		report("CorsFilter 'a\nb'").onApplicationEvent(ready(this.context));
		assertThat(output)
			.contains("CorsFilter 'a\\u000ab' decides on 50 paths that begin with /free; no policy covers them.");
	}

	@Test
	void contextPathInAPathIsReported(CapturedOutput output) {
		report("@CrossOrigin A#list").onApplicationEvent(ready(this.context));
		assertThat(output).contains(
				"CORS: The paths of policies are relative to the context path /orders. The path /orders/** of the policy 'orders' therefore means /orders/orders/** in a browser. If this is not intended, write /**.");
	}

	@Test
	void otherContextsAreNotReported(CapturedOutput output) {
		report("@CrossOrigin A#list").onApplicationEvent(ready(new GenericApplicationContext()));
		assertThat(output).doesNotContain("CORS:");
	}

	@Test
	void ruleWithManyPathsIsOneLineForEachDecider(CapturedOutput output) {
		report("@CrossOrigin A").onApplicationEvent(ready(this.context));
		assertThat(output.toString().lines().filter((line) -> line.contains("CORS: ") && !line.contains("relative to")))
			.satisfiesExactly((line) -> assertThat(line).contains("WARN")
				.endsWith(
						"CORS: The policy 'orders' decides on 50 paths that begin with /orders; @CrossOrigin A has no effect there."),
					(line) -> assertThat(line).contains("INFO")
						.endsWith(
								"CORS: @CrossOrigin A decides on 50 paths that begin with /free; no policy covers them."));
	}

	@Test
	void withoutPoliciesOneLineNamesAllRules(CapturedOutput output) {
		List<ApplicationRule> rules = IntStream.range(0, 12)
			.mapToObj((i) -> new ApplicationRule("@CrossOrigin A" + i, List.of("/" + i, "/x/" + i), Settings.UNKNOWN))
			.toList();
		ApplicationRule early = ApplicationRule.unknown("NettyRouteProvider 'x'").with(Precedence.BEFORE_FILTERS);
		CorsPolicies none = new CorsPolicies(List.of(), false);
		new ApplicationRulesReport(this.context, new ApplicationRules(List.of(() -> List.of(early), () -> rules), none),
				none, "/app", "")
			.onApplicationEvent(ready(this.context));
		assertThat(output.toString().lines().filter((line) -> line.contains("CORS: "))).singleElement()
			.satisfies((line) -> assertThat(line).endsWith(
					"CORS: No policy exists, so the application's other CORS rules decide: @CrossOrigin A0, @CrossOrigin A1, @CrossOrigin A2, @CrossOrigin A3, @CrossOrigin A4, @CrossOrigin A5, @CrossOrigin A6, @CrossOrigin A7, @CrossOrigin A8, @CrossOrigin A9 and 2 more. The actuator endpoint 'cors' shows their settings."));
	}

	@Test
	void withoutPoliciesAndRulesNothingIsLogged(CapturedOutput output) {
		CorsPolicies none = new CorsPolicies(List.of(), false);
		new ApplicationRulesReport(this.context, new ApplicationRules(List.of(), none), none, "", "")
			.onApplicationEvent(ready(this.context));
		assertThat(output).doesNotContain("CORS:");
	}

	private ApplicationRulesReport report(String source) {
		return report((path) -> source);
	}

	private ApplicationRulesReport report(UnaryOperator<String> source) {
		CorsPolicies policies = new CorsPolicies(List.of(() -> List.of(CorsPolicySpecification.builder("orders")
			.paths("/orders/**")
			.allowedOrigins("https://client.example")
			.build())), false);
		List<ApplicationRule> rules = IntStream.range(0, 50)
			.boxed()
			.flatMap((i) -> List.of("/free/" + i, "/orders/" + i).stream())
			.map((path) -> new ApplicationRule(source.apply(path), List.of(path), Settings.UNKNOWN))
			.toList();
		return new ApplicationRulesReport(this.context, new ApplicationRules(List.of(() -> rules), policies), policies,
				"/orders", "");
	}

	private static ApplicationReadyEvent ready(GenericApplicationContext context) {
		return new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO);
	}

}
