package io.github.corsstarter.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The slow, obvious twin of {@link PathIndex}: asks one pattern after the other.
 *
 * @param <T> the type of the value that belongs to each pattern
 */
final class LinearPathIndex<T> {

	private static final Comparator<PathPattern> ORDER = PathPattern.SPECIFICITY_COMPARATOR
		.thenComparing(PathPattern::hasPatternSyntax)
		.thenComparing(PathPattern::getPatternString);

	private final List<Map.Entry<PathPattern, T>> entries;

	LinearPathIndex(Map<PathPattern, T> patterns) {
		this.entries = patterns.entrySet()
			.stream()
			.map((entry) -> Map.entry(entry.getKey(), entry.getValue()))
			.sorted(Map.Entry.comparingByKey(ORDER))
			.toList();
	}

	Map.@Nullable Entry<PathPattern, T> find(String path) {
		PathContainer container;
		try {
			container = PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			// A broken escape sequence: no handler mapping of Spring answers it either.
			return null;
		}
		for (Map.Entry<PathPattern, T> entry : this.entries) {
			if (entry.getKey().matches(container)) {
				return entry;
			}
		}
		return null;
	}

}
