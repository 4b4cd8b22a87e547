package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes measurements.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private Json() {
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value) + "\n";
	}

	static <T> T read(Path file, Class<T> type) throws IOException {
		return MAPPER.readValue(Files.readString(file), type);
	}

}
