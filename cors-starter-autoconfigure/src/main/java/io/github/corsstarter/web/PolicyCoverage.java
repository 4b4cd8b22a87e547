package io.github.corsstarter.web;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The policies that cover the paths of another component's path pattern. The answer is
 * exact for a path without pattern syntax. For a pattern, {@link Extent#ALL},
 * {@link Extent#TOGETHER} and {@link Extent#NONE} are certain. {@link Extent#SOME} can be
 * wrong in both directions: perhaps the policies cover all paths, or none. The list has
 * every policy that covers any of the paths, and perhaps others. Immutable.
 *
 * @param extent how much of the pattern the policies cover
 * @param paths the policies, each with one of its path patterns. Usually this is its most
 * specific pattern that may match a path of the other component's pattern. A policy with
 * a pattern that covers all of these paths is last in the list, with that pattern
 */
public record PolicyCoverage(Extent extent, List<CoveringPath> paths) {

	/**
	 * How much of a pattern the policies cover.
	 */
	public enum Extent {

		/** No policy covers any path of the pattern. */
		NONE,

		/** Policies cover some of the paths, perhaps all of them. */
		SOME,

		/**
		 * Several policies cover all paths of the pattern together, or for different
		 * origins. The last one has a path that covers the whole pattern.
		 */
		TOGETHER,

		/** One policy covers all paths of the pattern. */
		ALL

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
	 * Whether policies cover every path of the pattern.
	 * @return {@code true} if one policy does, or several together
	 */
	public boolean isComplete() {
		return this.extent == Extent.ALL || this.extent == Extent.TOGETHER;
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
