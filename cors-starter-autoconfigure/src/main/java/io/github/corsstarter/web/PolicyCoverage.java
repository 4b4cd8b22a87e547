package io.github.corsstarter.web;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Which policies cover the paths of another component's path pattern. Exact for a path
 * without pattern syntax. For a pattern it is sound: {@link Extent#ALL} is only said
 * where one policy covers every path, and every policy that covers some of the paths is
 * listed. Immutable.
 *
 * @param extent how much of the pattern the policies cover
 * @param paths the policies, each with its most specific path that matters here
 */
public record PolicyCoverage(Extent extent, List<CoveringPath> paths) {

	/**
	 * How much of a pattern policies cover.
	 */
	public enum Extent {

		/** No policy covers any of its paths. */
		NONE,

		/** Policies cover some of its paths, or several policies share them. */
		SOME,

		/** One policy covers all of its paths. */
		ALL,

		/**
		 * No policy is enforced there. Policies for nothing but these paths have no
		 * effect.
		 */
		NOT_ENFORCED

	}

	/**
	 * Create a coverage.
	 * @param extent how much of the pattern the policies cover
	 * @param paths the policies
	 */
	public PolicyCoverage {
		paths = List.copyOf(paths);
	}

	/**
	 * The policy that covers every path of the pattern.
	 * @return the policy, or {@code null} unless the extent is {@link Extent#ALL}
	 */
	public @Nullable CorsPolicy policy() {
		return (this.extent == Extent.ALL) ? this.paths.get(0).policy() : null;
	}

	/**
	 * One path of a policy.
	 *
	 * @param policy the policy
	 * @param index the position of the path in the policy's list of paths
	 */
	public record CoveringPath(CorsPolicy policy, int index) {

	}

}
