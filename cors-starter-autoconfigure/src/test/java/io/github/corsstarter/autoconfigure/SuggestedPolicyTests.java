package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for fixes that add a policy, with defaults and other policies in a file.
 */
class SuggestedPolicyTests {

	private static final String POLICY = """
			    wide:
			      paths: [/api/**]
			      allowed-origins: [https://a.example]
			      exposed-headers: [x-total]
			      allow-private-network: false
			""";

	private static final String ANY_EXPOSED = "cors.defaults: {allow-credentials: true, exposed-headers: '*'}\n";

	@Test
	void defaultsThatMakeANavigationPolicyInvalidAreReplaced() {
		String file = ANY_EXPOSED + "cors:\n  policies:\n" + POLICY;
		assertThat(navigationFix(file)).isEqualTo("add the policy cors.policies.posts-to-api-login: {paths: /api/login,"
				+ " allowed-origins: none, on-disallowed: omit-headers, exposed-headers: []}");
	}

	@Test
	void harmlessDefaultsKeepANavigationPolicyShort() {
		String file = "cors.defaults: {allow-credentials: true, allowed-methods: '*'}\ncors:\n  policies:\n" + POLICY;
		assertThat(navigationFix(file)).endsWith(" on-disallowed: omit-headers}");
	}

	@Test
	void policyForAScriptTakesNoPermissionsFromTheDefaults() {
		String file = "cors.defaults: {allow-private-network: true, exposed-headers: '*'}\ncors:\n  policies:\n"
				+ POLICY;
		assertThat(scriptFix(file))
			.endsWith(" allow-credentials: false, exposed-headers: []," + " allow-private-network: false}");
		assertThat(scriptFix("cors:\n  policies:\n" + POLICY)).endsWith(" allow-credentials: false}");
	}

	@Test
	void nameThatIsInUseIsNotSuggested() {
		String file = "cors:\n  policies:\n" + POLICY;
		String used = file;
		for (String name : new String[] { "posts-to-api-login", "posts-toapi-login-only", "calls-to-other" }) {
			used += "    " + name + ": {paths: /used/" + name + ", allowed-origins: none}\n";
		}
		assertThat(navigationFix(used)).startsWith("add the policy cors.policies.posts-to-api-login-2: ");
		assertThat(scriptFix(used)).startsWith("add the policy cors.policies.calls-to-other-only: ");
		assertThat(scriptFix(file)).startsWith("add the policy cors.policies.calls-to-other: ");
	}

	private static String navigationFix(String file) {
		FakeCorsRequest request = FakeCorsRequest.actual("POST", "/api/login", "https://idp.example")
			.with("Sec-Fetch-Mode", "navigate");
		CorsPolicies policies = start(file);
		String fix = CorsExplanation.of(policies.decide(request), request).fix();
		CorsPolicies fixed = start(file + "---\n" + fix.substring("add the policy ".length()) + "\n");
		assertThat(fixed.decide(request).isAnswered()).isFalse();
		assertThat(fixed.policies()).hasSize(policies.policies().size() + 1);
		return fix;
	}

	private static String scriptFix(String file) {
		BrowserRequest request = BrowserRequest.of("https://b.example", "GET", "/other");
		CorsPolicies policies = start(file);
		String fix = policies.current().check(request).fix();
		CorsPolicies fixed = start(file + "---\n" + fix.substring("add the policy ".length()) + "\n");
		assertThat(fixed.current().check(request).allowed()).isTrue();
		assertThat(fixed.policies()).hasSize(policies.policies().size() + 1);
		return fix;
	}

	private static CorsPolicies start(String file) {
		return new TestConfiguration().yaml(file).start();
	}

}
