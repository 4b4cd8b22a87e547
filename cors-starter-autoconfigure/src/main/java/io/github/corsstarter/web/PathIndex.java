package io.github.corsstarter.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds what belongs to the most specific of the path patterns that match a path, as
 * Spring's handler mappings do: the first match in the order of
 * {@link PathPattern#compareTo}, but a literal before any pattern that is equally
 * specific ({@code /a/b} before {@code /a/?}), because Spring looks literals up first.
 * Immutable.
 *
 * @param <T> what belongs to a pattern
 */
final class PathIndex<T> {

	static final Comparator<PathPattern> ORDER = PathPattern.SPECIFICITY_COMPARATOR
		.thenComparing(PathPattern::hasPatternSyntax)
		.thenComparing(PathPattern::getPatternString);

	private final List<Map.Entry<PathPattern, T>> entries;

	PathIndex(Map<PathPattern, T> patterns) {
		this.entries = patterns.entrySet()
			.stream()
			.map((entry) -> Map.entry(entry.getKey(), entry.getValue()))
			.sorted(Map.Entry.comparingByKey(ORDER))
			.toList();
	}

	/**
	 * Find the entry for a path.
	 * @param path the path below the context path, as sent
	 * @return the entry, or {@code null} if no pattern matches, or the path is none that
	 * Spring could match
	 */
	Map.@Nullable Entry<PathPattern, T> find(String path) {
		if (this.entries.isEmpty()) {
			return null;
		}
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
