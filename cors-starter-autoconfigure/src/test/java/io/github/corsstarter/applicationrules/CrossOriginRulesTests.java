package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import org.junit.jupiter.api.Test;

import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CrossOriginRules}.
 */
class CrossOriginRulesTests {

	private static final List<String> EVERY = List.of("*");

	private final CrossOriginRules rules = new CrossOriginRules(
			(text) -> Map.of("${origin}", "https://a.example", "${credentials}", "true").getOrDefault(text, text));

	@Test
	void handlersOfAnAnnotatedTypeShareItsRule() {
		add(new OnType(), "one", "/b", RequestMethod.GET);
		add(new OnType(), "two", "/a", RequestMethod.GET);
		assertThat(this.rules.rules()).containsExactly(new ApplicationRule("@CrossOrigin OnType", List.of("/a", "/b"),
				new Settings(List.of("https://a.example"), null, List.of("GET"), EVERY, null, null, 1800L)));
	}

	@Test
	void handlersWithOtherMethodsHaveOtherSettings() {
		add(new OnType(), "one", "/a", RequestMethod.POST);
		add(new OnType(), "one", "/a", RequestMethod.GET);
		add(new OnType(), "one", "/a");
		assertThat(this.rules.rules()).allSatisfy((rule) -> {
			assertThat(rule.source()).isEqualTo("@CrossOrigin OnType");
			assertThat(rule.paths()).containsExactly("/a");
		})
			.map((rule) -> rule.settings().allowedMethods())
			.containsExactly(List.of("GET", "HEAD", "POST"), List.of("GET"), List.of("POST"));
	}

	@Test
	void annotatedMethodIsNamedAndAddsItsSettings() {
		add(new OnType(), "other", "/a", RequestMethod.GET);
		add(new OnType(), "one", "/b", RequestMethod.GET);
		assertThat(this.rules.rules()).map(ApplicationRule::source)
			.containsExactly("@CrossOrigin OnType", "@CrossOrigin OnType#other");
		assertThat(this.rules.rules().get(1).settings()).isEqualTo(new Settings(List.of("https://a.example"),
				List.of("https://*.b.example"), List.of("PUT", "DELETE"), List.of("x-a"), List.of("etag"), true, 7L));
	}

	@Test
	void annotationOfASupertypeIsNamedAfterIt() {
		add(new Inherits(), "one", "/a", RequestMethod.GET);
		add(new ImplementsApi(), "list", "/b", RequestMethod.GET);
		assertThat(this.rules.rules()).map(ApplicationRule::source)
			.containsExactly("@CrossOrigin Api#list", "@CrossOrigin OnType");
	}

	@Test
	void plainHandlersHaveNoRule() {
		add(new Plain(), "one", "/a", RequestMethod.GET);
		assertThat(this.rules.rules()).isEmpty();
	}

	@Test
	void unresolvablePlaceholderMakesTheSettingsUnknown() {
		CrossOriginRules failing = new CrossOriginRules((text) -> {
			throw new IllegalArgumentException("on purpose");
		});
		failing.add(OnType.class, List.of("/**"), List.of());
		assertThat(failing.rules()).map(ApplicationRule::settings).containsExactly(Settings.UNKNOWN);
	}

	private void add(Object bean, String method, String path, RequestMethod... mapped) {
		HandlerMethod handler = new HandlerMethod(bean, ReflectionUtils.findMethod(bean.getClass(), method));
		this.rules.add(handler, List.of(path), List.of(mapped));
	}

	@CrossOrigin("${origin}")
	static class OnType {

		void one() {
		}

		void two() {
		}

		@CrossOrigin(originPatterns = "https://*.b.example", methods = { RequestMethod.PUT, RequestMethod.DELETE },
				allowedHeaders = "x-a", exposedHeaders = "etag", allowCredentials = "${credentials}", maxAge = 7)
		void other() {
		}

	}

	static class Inherits extends OnType {

	}

	interface Api {

		@CrossOrigin
		void list();

	}

	static class ImplementsApi implements Api {

		@Override
		public void list() {
		}

	}

	static class Plain {

		void one() {
		}

	}

}
