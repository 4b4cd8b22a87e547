package io.github.corsstarter.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * The share of a CORS filter in the samples that Java Flight Recorder takes of request
 * threads. Code that runs inside {@code chain.doFilter} does not count as part of the
 * filter. There is one exception: the response object of the filter counts while it
 * processes headers that a handler sets.
 *
 * @param samples the number of samples that found a request thread executing Java code
 * @param inFilter the number of these samples in which the thread was in the filter
 */
record FilterShare(long samples, long inFilter) {

	private static final List<String> FILTERS = List.of("io.github.corsstarter.web.", "io.github.corsstarter.decision.",
			"io.github.corsstarter.origin.", "io.github.corsstarter.metrics.",
			"org.springframework.web.filter.CorsFilter", "org.springframework.web.cors.");

	static FilterShare of(Path recording) throws IOException {
		long samples = 0;
		long inFilter = 0;
		try (RecordingFile file = new RecordingFile(recording)) {
			while (file.hasMoreEvents()) {
				RecordedEvent event = file.readEvent();
				if (event.getEventType().getName().equals("jdk.ExecutionSample") && isServing(event)) {
					samples++;
					inFilter += isInFilter(types(event)) ? 1 : 0;
				}
			}
		}
		return new FilterShare(samples, inFilter);
	}

	private static boolean isServing(RecordedEvent event) {
		@Nullable RecordedThread thread = event.getThread("sampledThread");
		@Nullable String name = (thread != null) ? thread.getJavaName() : null;
		return name != null && name.contains("-exec-") && event.getStackTrace() != null;
	}

	/**
	 * Goes from the innermost frame outwards and tells whether it meets a filter before
	 * the filter chain.
	 */
	static boolean isInFilter(List<String> types) {
		for (String type : types) {
			if (FILTERS.stream().anyMatch(type::startsWith)) {
				return true;
			}
			if (type.contains("FilterChain")) {
				return false;
			}
		}
		return false;
	}

	private static List<String> types(RecordedEvent event) {
		return event.getStackTrace()
			.getFrames()
			.stream()
			.map((frame) -> frame.getMethod().getType().getName())
			.toList();
	}

}
