package io.github.corsstarter.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ApplicationRuleOutcome;
import io.github.corsstarter.applicationrules.ApplicationRuleStatement;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsShadowDifference;
import io.github.corsstarter.observe.CorsShadowDifference.WatchedRequest;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsSourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@link CorsEndpoint}: the CORS state of this application.
 *
 * @param enabled whether the starter is enabled
 * @param generation the number of the generation in force: 1 at start-up, increased by
 * one with each successful reload
 * @param sources for each source of policies, when it last succeeded and failed
 * @param allowedHosts the names under which browsers reach the application; empty if
 * every name is allowed
 * @param policies the policies in force by name, with long lists cut
 * @param applicationRules the other CORS rules of the application
 * @param warnings settings and rules that are redundant, or that have less effect than
 * they seem to have
 * @param rejections the recent rejections, the most recent first
 * @param shadowDifferences the recent differences that candidate policies, and policies
 * that are not enforced, would make, the most recent first
 */
public record CorsDescriptor(boolean enabled, long generation, List<SourceDescriptor> sources,
		List<String> allowedHosts, Map<String, PolicyDescriptor> policies,
		List<ApplicationRuleDescriptor> applicationRules, List<WarningDescriptor> warnings,
		List<RejectionDescriptor> rejections, List<ShadowDifferenceDescriptor> shadowDifferences) {

	static CorsDescriptor of(CorsGeneration rules, List<CorsSourceStatus> sources,
			List<ApplicationRuleOutcome> applicationRules, List<ApplicationRuleStatement> ruleWarnings,
			List<CorsRejection> rejections, List<CorsShadowDifference> shadowDifferences) {
		Map<String, PolicyDescriptor> policies = new LinkedHashMap<>();
		for (CorsPolicy policy : rules.policies()) {
			policies.put(policy.name(), PolicyDescriptor.overview(policy));
		}
		List<WarningDescriptor> warnings = Stream
			.concat(rules.warnings().stream().map(WarningDescriptor::of),
					ruleWarnings.stream().map(WarningDescriptor::of))
			.toList();
		return new CorsDescriptor(true, rules.number(), sources.stream().map(SourceDescriptor::of).toList(),
				rules.allowedHosts().entries(), policies,
				applicationRules.stream().map(ApplicationRuleDescriptor::of).toList(), warnings,
				rejections.stream().map(RejectionDescriptor::of).toList(),
				shadowDifferences.stream().map(ShadowDifferenceDescriptor::of).toList());
	}

	/**
	 * A source of policies.
	 *
	 * @param name {@code cors.*} for the properties, otherwise the name of the bean, or
	 * of its class
	 * @param lastSuccess when the source last supplied valid policies, in ISO 8601
	 * @param lastFailure when the source last failed, or when its policies were last
	 * refused, in ISO 8601; {@code null} if that has not happened since the start
	 * @param failure what went wrong, if the source failed when it was last asked;
	 * otherwise {@code null}
	 */
	public record SourceDescriptor(String name, String lastSuccess, @Nullable String lastFailure,
			@Nullable String failure) {

		static SourceDescriptor of(CorsSourceStatus status) {
			Instant lastFailure = status.lastFailure();
			return new SourceDescriptor(status.name(), status.lastSuccess().toString(),
					(lastFailure != null) ? lastFailure.toString() : null, status.failure());
		}

	}

	/**
	 * A CORS rule that the application has in addition to its policies. A setting is
	 * {@code null} if it is unknown, or if the rule does not have it.
	 *
	 * @param source where the rule comes from, such as
	 * {@code @CrossOrigin OrderController#list}
	 * @param paths the path patterns that the rule applies to
	 * @param allowedOrigins the origins that the rule allows
	 * @param allowedOriginPatterns the origin patterns that the rule allows
	 * @param allowedMethods the methods that the rule allows
	 * @param allowedHeaders the request headers that the rule allows
	 * @param exposedHeaders the response headers that scripts may read
	 * @param allowCredentials whether requests may carry credentials
	 * @param maxAge how long browsers may cache a preflight, in seconds
	 * @param shadowedBy the policy that decides on all these paths instead of the rule,
	 * or {@code null} if the rule still has an effect on any of them
	 * @param beyond {@code no filter runs there} if no policy can have any effect on
	 * these paths, otherwise {@code null}
	 */
	public record ApplicationRuleDescriptor(String source, List<String> paths, @Nullable List<String> allowedOrigins,
			@Nullable List<String> allowedOriginPatterns, @Nullable List<String> allowedMethods,
			@Nullable List<String> allowedHeaders, @Nullable List<String> exposedHeaders,
			@Nullable Boolean allowCredentials, @Nullable Long maxAge, @Nullable String shadowedBy,
			@Nullable String beyond) {

		static ApplicationRuleDescriptor of(ApplicationRuleOutcome rule) {
			Settings settings = rule.rule().settings();
			return new ApplicationRuleDescriptor(rule.rule().source(), rule.rule().paths(), settings.allowedOrigins(),
					settings.allowedOriginPatterns(), settings.allowedMethods(), settings.allowedHeaders(),
					settings.exposedHeaders(), settings.allowCredentials(), settings.maxAge(), rule.shadowedBy(),
					rule.beyond());
		}

	}

	/**
	 * A setting or rule that is redundant, or that has less effect than it seems to have.
	 *
	 * @param property the property; {@code null} if the warning is about a rule of the
	 * application and no property of a policy would change it
	 * @param message describes the problem
	 * @param source where the property is written, or {@code null} if that is unknown;
	 * without a property, where the rule comes from
	 */
	public record WarningDescriptor(@Nullable String property, String message, @Nullable String source) {

		static WarningDescriptor of(CorsProblem problem) {
			return new WarningDescriptor(problem.property(), problem.message(), problem.place());
		}

		static WarningDescriptor of(ApplicationRuleStatement statement) {
			return new WarningDescriptor(statement.property(), statement.sentence(),
					(statement.property() != null) ? statement.place() : statement.source());
		}

	}

	/**
	 * Requests from one origin that one policy rejected for one reason. If the reason is
	 * the method, the headers or the host, all of these requests have the same one.
	 *
	 * @param policy the policy that decided
	 * @param reason the check that failed
	 * @param origin the value of {@code Origin}, or {@code null} if the request has none
	 * @param method the method of the first request; for a preflight, the method that it
	 * asks for
	 * @param header the names of the headers that were not allowed, in lower case,
	 * separated by commas; {@code null} if headers are not the reason, or if their names
	 * could not be read
	 * @param host the host that is not allowed, or {@code null} for other reasons
	 * @param path the path of the first request, relative to the context path
	 * @param count the number of requests
	 * @param firstSeen the time of the first request, in ISO 8601
	 * @param lastSeen the time of the last request, in ISO 8601
	 * @param fix the smallest change that would allow the first request, or {@code null}
	 * if there is no such change, if it would be unsafe, or if the request is allowed now
	 */
	public record RejectionDescriptor(String policy, String reason, @Nullable String origin, String method,
			@Nullable String header, @Nullable String host, String path, long count, String firstSeen, String lastSeen,
			@Nullable String fix) {

		static RejectionDescriptor of(CorsRejection rejection) {
			return new RejectionDescriptor(rejection.policy(), rejection.reason().code(), rejection.origin(),
					rejection.method(), rejection.header(), rejection.host(), rejection.path(), rejection.count(),
					rejection.firstSeen().toString(), rejection.lastSeen().toString(), rejection.fix());
		}

	}

	/**
	 * Requests from one origin on which a candidate policy, or a policy that is not
	 * enforced, would have decided differently. The properties after {@code lastSeen} are
	 * absent for a candidate.
	 *
	 * @param policy the policy
	 * @param change {@code newly-rejected} or {@code newly-allowed}
	 * @param reason the check that fails. For {@code newly-rejected}, it fails in the
	 * candidate or in the policy that is not enforced. For {@code newly-allowed}, it
	 * fails in the policy in force, or in the browser that receives the response of the
	 * application
	 * @param origin the value of {@code Origin}, or {@code null} if the request has none.
	 * In two cases, differences from all origins are one entry, which has the first
	 * origin: an application allows credentials and a policy that is not enforced does
	 * not, or such a policy would allow every origin and the application allows none
	 * @param count the number of requests
	 * @param lastSeen the time of the last request, in ISO 8601
	 * @param method the method of the first request; for a preflight, the method that it
	 * asks for
	 * @param path the path of the first request, relative to the context path
	 * @param status the status of the first response
	 * @param host the host that is not allowed; absent for other reasons
	 * @param explanation why the policy and the response differ; absent if the host is
	 * not allowed, or if the difference is gone
	 * @param fix the change that would remove the difference; absent if there is no such
	 * change, if it would be unsafe or change more than this response shows, or if the
	 * difference is gone
	 */
	public record ShadowDifferenceDescriptor(String policy, String change, String reason, @Nullable String origin,
			long count, String lastSeen, @JsonInclude(Include.NON_NULL) @Nullable String method,
			@JsonInclude(Include.NON_NULL) @Nullable String path,
			@JsonInclude(Include.NON_NULL) @Nullable Integer status,
			@JsonInclude(Include.NON_NULL) @Nullable String host,
			@JsonInclude(Include.NON_NULL) @Nullable String explanation,
			@JsonInclude(Include.NON_NULL) @Nullable String fix) {

		static ShadowDifferenceDescriptor of(CorsShadowDifference difference) {
			WatchedRequest watched = difference.watched();
			return new ShadowDifferenceDescriptor(difference.policy(), difference.change().code(),
					difference.reason().code(), difference.origin(), difference.count(),
					difference.lastSeen().toString(), (watched != null) ? watched.method() : null,
					(watched != null) ? watched.path() : null, (watched != null) ? watched.status() : null,
					(watched != null) ? watched.host() : null, (watched != null) ? watched.explanation() : null,
					(watched != null) ? watched.fix() : null);
		}

	}

}
