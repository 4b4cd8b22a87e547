package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Values that belong to path patterns, where patterns that differ only in the names of
 * their variables are the same pattern. Not safe for use by several threads.
 *
 * @param <T> the type of the values
 */
final class PathGroups<T> {

	private final Map<String, Group<T>> groups = new LinkedHashMap<>();

	/**
	 * Add a value.
	 * @param pattern the pattern
	 * @param value the value
	 * @return the group of the pattern, including the value
	 */
	Group<T> add(PathPattern pattern, T value) {
		String key = key(pattern.getPatternString());
		Group<T> group = this.groups.get(key);
		if (group == null) {
			group = new Group<>(pattern, new ArrayList<>(1));
			this.groups.put(key, group);
		}
		else if (PathOrder.INSTANCE.compare(pattern, group.pattern()) < 0) {
			group = new Group<>(pattern, group.values());
			this.groups.put(key, group);
		}
		group.values().add(value);
		return group;
	}

	boolean contains(String pattern) {
		return this.groups.containsKey(key(pattern));
	}

	/** The values of a pattern, in the order in which they were added. */
	List<T> get(PathPattern pattern) {
		Group<T> group = this.groups.get(key(pattern.getPatternString()));
		return (group != null) ? group.values() : List.of();
	}

	/** The groups in the order in which their patterns were added first. */
	Collection<Group<T>> all() {
		return this.groups.values();
	}

	Map<PathPattern, List<T>> asMap() {
		Map<PathPattern, List<T>> map = new LinkedHashMap<>();
		for (Group<T> group : this.groups.values()) {
			map.put(group.pattern(), group.values());
		}
		return map;
	}

	/**
	 * A pattern without the names of its variables ({@code {x}}), which do not affect
	 * what it matches. Braces inside a variable belong to its regular expression.
	 */
	static String key(String pattern) {
		if (pattern.indexOf('{') == -1) {
			return pattern;
		}
		StringBuilder text = new StringBuilder();
		int depth = 0;
		boolean name = false;
		for (int i = 0; i < pattern.length(); i++) {
			char c = pattern.charAt(i);
			name = name && c != ':' && c != '}';
			if (!name || c == '*') {
				text.append(c);
			}
			if (c == '{') {
				name = name || depth == 0;
				depth++;
			}
			else if (c == '}') {
				depth--;
			}
		}
		return text.toString();
	}

	/**
	 * A pattern and its values.
	 *
	 * @param <T> the type of the values
	 * @param pattern the pattern. If it was added with different variable names, the
	 * first of them in the order of {@link PathOrder}
	 * @param values the values, in the order in which they were added
	 */
	record Group<T>(PathPattern pattern, List<T> values) {

	}

}
