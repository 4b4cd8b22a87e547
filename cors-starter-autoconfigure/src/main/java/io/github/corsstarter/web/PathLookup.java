package io.github.corsstarter.web;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds what belongs to the most specific of the path patterns that match a path, as
 * Spring's handler mappings do: the first match in the order of
 * {@link PathPattern#compareTo}, but a literal before any pattern that is equally
 * specific ({@code /a/b} before {@code /a/?}), because Spring looks literals up first.
 *
 * @param <T> what belongs to a pattern
 */
interface PathLookup<T> {

	/**
	 * Find the entry for a path.
	 * @param path the path below the context path, as sent
	 * @return the entry, or {@code null} if no pattern matches, or the path is none that
	 * Spring could match
	 */
	Map.@Nullable Entry<PathPattern, T> find(String path);

}
