package io.github.corsstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.conformance.ConformanceRow.Header;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.RejectionBody;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/**
 * The conformance table on the engine alone, without HTTP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceEngineTests {

	private CorsPolicies standard;

	private CorsPolicies debug;

	@BeforeAll
	void bindPolicies() {
		this.standard = bind(ConformanceSuite.STANDARD);
		this.debug = bind(ConformanceSuite.DEBUG);
	}

	private static CorsPolicies bind(ConformanceSuite suite) {
		List<CorsPolicies> policies = new ArrayList<>();
		new WebApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
			.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class))
			.withPropertyValues("spring.config.location=" + suite.configuration())
			.run((context) -> policies.add(context.getBean(CorsPolicies.class)));
		return policies.get(0);
	}

	static Stream<ConformanceRow> standardRows() {
		return ConformanceSuite.STANDARD.rows("engine").stream();
	}

	static Stream<ConformanceRow> debugRows() {
		return ConformanceSuite.DEBUG.rows("engine").stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("standardRows")
	void standard(ConformanceRow row) {
		ConformanceAssertions.assertConforms(row, decide(this.standard, row));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("debugRows")
	void debug(ConformanceRow row) {
		ConformanceAssertions.assertConforms(row, decide(this.debug, row));
	}

	private static ConformanceResponse decide(CorsPolicies policies, ConformanceRow row) {
		EngineCorsRequest request = new EngineCorsRequest(row);
		CorsDecision decision = policies.decide(request);
		List<Header> headers = new ArrayList<>();
		decision.forEachHeader(request, (name, value) -> headers.add(new Header(name, value)));
		decision.vary().forEach((name) -> headers.add(new Header("Vary", name)));
		String body = "";
		if (!decision.isAnswered()) {
			headers.add(new Header(ConformanceSuite.MARK_NAME, ConformanceSuite.MARK_VALUE));
			body = ConformanceSuite.HANDLED;
		}
		else if (decision.isRejected() && !row.method().equals("HEAD")) {
			RejectionBody rejection = RejectionBody.of(decision, request, policies.isDebug());
			headers.add(new Header("Content-Type", rejection.contentType()));
			body = new String(rejection.content(), StandardCharsets.UTF_8);
		}
		return new ConformanceResponse(decision.isAnswered() ? decision.status() : 200, decision.reason().code(),
				headers, body);
	}

}
