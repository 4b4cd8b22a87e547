package io.github.corsstarter.benchmarks.endtoend;

import java.util.List;

/**
 * What the starter costs an application that starts.
 *
 * @param date the day
 * @param commit what was measured
 * @param jarBytes the size of the jar with the code
 * @param starts the starts, by the way in which the starter was there or not
 */
public record StartUp(String date, String commit, long jarBytes, List<Starts> starts) {

	/**
	 * All starts of one kind.
	 *
	 * @param starter how the starter was there
	 * @param millis from the start of the virtual machine until the application was
	 * ready, each round's
	 * @param beans how many bean definitions there were
	 * @param classes how many classes were loaded
	 */
	public record Starts(String starter, List<Long> millis, int beans, long classes) {
	}

}
