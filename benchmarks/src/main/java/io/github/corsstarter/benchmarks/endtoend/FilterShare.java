package io.github.corsstarter.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * How often the threads that serve requests were seen in a CORS filter, by the samples of
 * Java Flight Recorder. What runs behind {@code chain.doFilter} is not the filter's, but
 * what its response does with headers that a handler sets is.
 *
 * @param samples how often they were seen working in Java
 * @param inFilter how often of these they were in the filter
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
	 * From the innermost frame outwards: which comes first, a filter or its chain.
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
