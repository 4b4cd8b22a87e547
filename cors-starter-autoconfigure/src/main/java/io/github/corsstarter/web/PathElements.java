package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.Element;
import org.springframework.http.server.PathContainer.PathSegment;

/**
 * A path in the form in which Spring compares it with patterns. It consists of separators
 * and segments. The segments are not empty. They are decoded and have no path parameters.
 */
final class PathElements {

	/** The text that Spring uses if the path has no segment at an index. */
	private static final String NO_SEGMENT = "";

	/** Segments, and {@code null} for a separator. */
	private final List<@Nullable String> elements;

	/** The length of the path, in characters. */
	private final int length;

	private PathElements(List<@Nullable String> elements, int length) {
		this.elements = elements;
		this.length = length;
	}

	/**
	 * Split and decode a path.
	 * @param path the path as sent
	 * @return the elements, or {@code null} for a broken escape sequence, which Spring
	 * refuses
	 */
	static @Nullable PathElements ofSent(String path) {
		List<@Nullable String> elements = new ArrayList<>();
		try {
			for (Element element : PathContainer.parsePath(path).elements()) {
				elements.add((element instanceof PathSegment segment) ? segment.valueToMatch() : null);
			}
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		return new PathElements(elements, path.length());
	}

	/**
	 * Split a path.
	 * @param path the path, decoded and without path parameters
	 * @return the elements
	 */
	static PathElements ofDecoded(String path) {
		List<@Nullable String> elements = new ArrayList<>();
		int start = 0;
		for (int slash = path.indexOf('/'); slash != -1; slash = path.indexOf('/', start)) {
			if (slash > start) {
				elements.add(path.substring(start, slash));
			}
			elements.add(null);
			start = slash + 1;
		}
		if (start < path.length()) {
			elements.add(path.substring(start));
		}
		return new PathElements(elements, path.length());
	}

	/** The elements as one text, decoded. */
	String text() {
		StringBuilder text = new StringBuilder(this.length);
		this.elements.forEach((element) -> text.append((element != null) ? element : "/"));
		return text.toString();
	}

	int size() {
		return this.elements.size();
	}

	/** The length of the path, in characters. */
	int length() {
		return this.length;
	}

	boolean isSeparator(int index) {
		return index < this.elements.size() && this.elements.get(index) == null;
	}

	boolean isSegment(int index) {
		return index < this.elements.size() && this.elements.get(index) != null;
	}

	/**
	 * The segment at an index.
	 * @return the segment, empty if there is none
	 */
	String segment(int index) {
		String segment = (index < this.elements.size()) ? this.elements.get(index) : null;
		return (segment != null) ? segment : NO_SEGMENT;
	}

}
