package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the patterns that may cover another one without a comparison with all of them. It
 * stores each pattern under its segments, from the first to the last. Not safe for use by
 * several threads while patterns are added.
 */
final class CoverIndex {

	private final Node root = new Node();

	/**
	 * Add a pattern.
	 * @param pattern the pattern
	 * @param position the position in the order of specificity; positions increase
	 */
	void add(PathPatternSubsumption pattern, int position) {
		if (!pattern.mayCover()) {
			return;
		}
		Node node = this.root;
		for (String segment : pattern.segments()) {
			node = node.add(PathPatternSubsumption.isAny(segment) ? null : segment);
		}
		(pattern.hasRest() ? node.rest : node.ends).add(position);
	}

	/**
	 * Find patterns that may cover another one.
	 * @return the positions of all that cover it, and possibly of others
	 */
	List<Integer> find(PathPatternSubsumption pattern) {
		List<Integer> found = new ArrayList<>();
		find(this.root, pattern, 0, found);
		return found;
	}

	private static void find(Node node, PathPatternSubsumption pattern, int index, List<Integer> found) {
		found.addAll(node.rest);
		if (index == pattern.segments().size()) {
			found.addAll(node.ends);
			return;
		}
		Node literal = node.children.get(pattern.segments().get(index));
		if (literal != null) {
			find(literal, pattern, index + 1, found);
		}
		if (node.any != null) {
			find(node.any, pattern, index + 1, found);
		}
	}

	/**
	 * The patterns that begin with the same segments.
	 */
	private static final class Node {

		private final Map<String, Node> children = new HashMap<>();

		/** The patterns whose next segment matches any segment. */
		private @Nullable Node any;

		/** The positions of the patterns that end here with {@code **}. */
		private final List<Integer> rest = new ArrayList<>(0);

		/** The positions of the patterns that end here without it. */
		private final List<Integer> ends = new ArrayList<>(0);

		/** {@code null} stands for any segment. */
		private Node add(@Nullable String segment) {
			if (segment != null) {
				Node child = this.children.get(segment);
				if (child == null) {
					child = new Node();
					this.children.put(segment, child);
				}
				return child;
			}
			Node present = this.any;
			if (present == null) {
				present = new Node();
				this.any = present;
			}
			return present;
		}

	}

}
