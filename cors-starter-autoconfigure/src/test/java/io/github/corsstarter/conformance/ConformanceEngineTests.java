package io.github.corsstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.conformance.ConformanceRow.Header;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FakeCorsRequest.Line;
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

	private CorsPolicies hosts;

	@BeforeAll
	void bindPolicies() {
		this.standard = bind(ConformanceSuite.STANDARD);
		this.debug = bind(ConformanceSuite.DEBUG);
		this.hosts = bind(ConformanceSuite.HOSTS);
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

	static Stream<ConformanceRow> hostsRows() {
		return ConformanceSuite.HOSTS.rows("engine").stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("hostsRows")
	void hosts(ConformanceRow row) {
		ConformanceAssertions.assertConforms(row, decide(this.hosts, row));
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
		FakeCorsRequest request = request(row);
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

	/**
	 * The request as a server hands it to the engine: white space around values is gone
	 * (RFC 9110, section 5.5), and forwarded headers have been applied.
	 */
	private static FakeCorsRequest request(ConformanceRow row) {
		List<Line> lines = new ArrayList<>(row.headers()
			.stream()
			.map((header) -> new Line(header.name(), header.value().replaceAll("^[ \t]+|[ \t]+$", "")))
			.toList());
		if (lines.stream().noneMatch((line) -> line.name().equalsIgnoreCase("Host"))) {
			lines.add(new Line("Host", ConformanceRow.DEFAULT_HOST));
		}
		FakeCorsRequest request = new FakeCorsRequest(row.method(), row.target().split("\\?", 2)[0], lines, null, null,
				-1);
		String authority = first(request, "X-Forwarded-Host", first(request, "Host", ConformanceRow.DEFAULT_HOST));
		int colon = authority.lastIndexOf(':');
		boolean port = colon > authority.lastIndexOf(']');
		return request.at(first(request, "X-Forwarded-Proto", "http"), port ? authority.substring(0, colon) : authority,
				Integer.parseInt(first(request, "X-Forwarded-Port",
						(port && colon + 1 < authority.length()) ? authority.substring(colon + 1) : "-1")));
	}

	private static String first(FakeCorsRequest request, String name, String otherwise) {
		String value = request.header(name);
		return (value != null) ? value : otherwise;
	}

}
