package io.github.corsstarter.benchmarks.endtoend;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How much start-up time the starter adds to an application.
 *
 * @param date the day of the run
 * @param commit the measured commit
 * @param jarBytes the size of the jar with the code
 * @param java the version of Java, or {@code null} in older files
 * @param starts the starts with the starter enabled, disabled and absent
 * @param archive the kind of archive that {@code archived} used
 * @param archived the same starts, each with an archive of its own classes, or
 * {@code null} if there were none
 */
public record StartUp(String date, String commit, long jarBytes, @Nullable String java, List<Starts> starts,
		@Nullable String archive, @Nullable List<Starts> archived) {

	/**
	 * All starts of one kind.
	 *
	 * @param starter whether the starter was enabled, disabled or absent
	 * @param millis the milliseconds from the start of the virtual machine until the
	 * application was ready, for each round
	 * @param beans the number of bean definitions
	 * @param classes the number of loaded classes
	 */
	public record Starts(String starter, List<Long> millis, int beans, long classes) {
	}

}
