package io.github.corsstarter.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRuleOutcome;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsShadowDifference;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsGeneration;
import org.jspecify.annotations.Nullable;

/**
 * All about CORS in this application: the answer of {@link CorsEndpoint}.
 *
 * @param enabled whether policies are enforced
 * @param generation how often the rules have been loaded
 * @param policies the policies in force by their names, long lists cut
 * @param applicationRules rules of the application's own
 * @param warnings what is redundant in the rules, or of less effect than it looks
 * @param rejections the most recent rejections, the latest first
 * @param shadowDifferences where candidate policies would decide differently, the latest
 * first
 */
public record CorsDescriptor(boolean enabled, long generation, Map<String, PolicyDescriptor> policies,
		List<ApplicationRuleDescriptor> applicationRules, List<WarningDescriptor> warnings,
		List<RejectionDescriptor> rejections, List<ShadowDifferenceDescriptor> shadowDifferences) {

	static CorsDescriptor of(CorsGeneration rules, List<ApplicationRuleOutcome> applicationRules,
			List<CorsProblem> ruleWarnings, List<CorsRejection> rejections,
			List<CorsShadowDifference> shadowDifferences) {
		Map<String, PolicyDescriptor> policies = new LinkedHashMap<>();
		for (CorsPolicy policy : rules.policies()) {
			policies.put(policy.name(), PolicyDescriptor.overview(policy));
		}
		List<WarningDescriptor> warnings = Stream.of(rules.warnings(), ruleWarnings)
			.flatMap(List::stream)
			.map(WarningDescriptor::of)
			.toList();
		return new CorsDescriptor(true, rules.number(), policies,
				applicationRules.stream().map(ApplicationRuleDescriptor::of).toList(), warnings,
				rejections.stream().map(RejectionDescriptor::of).toList(),
				shadowDifferences.stream().map(ShadowDifferenceDescriptor::of).toList());
	}

	/**
	 * A CORS rule of the application's own.
	 *
	 * @param source what it is, such as {@code @CrossOrigin OrderController#list}
	 * @param paths the paths that it is for
	 * @param allowedOrigins the origins that it allows, or {@code null} where that cannot
	 * be seen
	 * @param shadowedBy the policy that decides instead, or {@code null} if none covers
	 * the paths
	 */
	public record ApplicationRuleDescriptor(String source, List<String> paths, @Nullable List<String> allowedOrigins,
			@Nullable String shadowedBy) {

		static ApplicationRuleDescriptor of(ApplicationRuleOutcome rule) {
			return new ApplicationRuleDescriptor(rule.rule().source(), rule.rule().paths(),
					rule.rule().allowedOrigins(), rule.shadowedBy());
		}

	}

	/**
	 * Something that is redundant in the rules, or of less effect than it looks.
	 *
	 * @param property the property
	 * @param message what it is about, in a sentence
	 * @param source where the property was written, or {@code null} where that is not
	 * known
	 */
	public record WarningDescriptor(String property, String message, @Nullable String source) {

		static WarningDescriptor of(CorsProblem problem) {
			return new WarningDescriptor(problem.property(), problem.message(), problem.place());
		}

	}

	/**
	 * Requests that were rejected for the same reason.
	 *
	 * @param policy the policy that decided
	 * @param reason the check that failed
	 * @param origin where the requests came from
	 * @param method the method of the first of them
	 * @param path the path of the first of them
	 * @param count how many they are
	 * @param firstSeen when the first of them came, in ISO 8601
	 * @param lastSeen when the last of them came, in ISO 8601
	 * @param fix the smallest change that would allow them, or {@code null} where there
	 * is none, where it would be unsafe or is not needed any more
	 */
	public record RejectionDescriptor(String policy, String reason, String origin, String method, String path,
			long count, String firstSeen, String lastSeen, @Nullable String fix) {

		static RejectionDescriptor of(CorsRejection rejection) {
			return new RejectionDescriptor(rejection.policy(), rejection.reason().code(), rejection.origin(),
					rejection.method(), rejection.path(), rejection.count(), rejection.firstSeen().toString(),
					rejection.lastSeen().toString(), rejection.fix());
		}

	}

	/**
	 * Requests on which a candidate would have decided differently.
	 *
	 * @param policy the policy
	 * @param change {@code newly-rejected} or {@code newly-allowed}
	 * @param reason the check that would fail, or that fails no more
	 * @param origin where the requests came from
	 * @param count how many they are
	 * @param lastSeen when the last of them came, in ISO 8601
	 */
	public record ShadowDifferenceDescriptor(String policy, String change, String reason, String origin, long count,
			String lastSeen) {

		static ShadowDifferenceDescriptor of(CorsShadowDifference difference) {
			return new ShadowDifferenceDescriptor(difference.policy(), difference.change().code(),
					difference.reason().code(), difference.origin(), difference.count(),
					difference.lastSeen().toString());
		}

	}

}
