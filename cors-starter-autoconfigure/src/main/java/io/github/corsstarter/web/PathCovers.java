package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Which patterns never apply, because a more specific pattern matches all their paths. If
 * the covers of former patterns are known, the search compares only what has changed.
 * Immutable.
 */
final class PathCovers {

	/** If more patterns have to be compared with all others, an index is faster. */
	private static final int MAX_COMPARED = 20;

	/** The most specific pattern comes first. */
	private final List<Entry> entries;

	private final Map<String, Entry> byText = new HashMap<>();

	private PathCovers(List<Entry> entries) {
		this.entries = entries;
		for (Entry entry : entries) {
			this.byText.put(entry.text(), entry);
		}
	}

	/**
	 * Find the patterns that others cover.
	 * @param patterns the patterns
	 * @param former the covers of former patterns, or {@code null}
	 */
	static PathCovers of(Collection<PathPattern> patterns, @Nullable PathCovers former) {
		return new Search(patterns, (former != null) ? former : new PathCovers(List.of())).find();
	}

	/** The patterns, the most specific first. */
	List<PathPattern> patterns() {
		return this.entries.stream().map(Entry::pattern).toList();
	}

	boolean isAnyCovered() {
		for (Entry entry : this.entries) {
			if (entry.cover() != null) {
				return true;
			}
		}
		return false;
	}

	/** The most specific pattern that covers a pattern, or {@code null}. */
	@Nullable PathPattern of(PathPattern pattern) {
		Entry entry = this.byText.get(pattern.getPatternString());
		return (entry != null) ? entry.cover() : null;
	}

	private record Entry(PathPattern pattern, PathPatternSubsumption subsumption,
			@Nullable PathPattern cover) implements Comparable<Entry> {

		static Entry of(PathPattern pattern) {
			return new Entry(pattern, new PathPatternSubsumption(pattern), null);
		}

		String text() {
			return this.pattern.getPatternString();
		}

		Entry withCover(@Nullable PathPattern other) {
			return Objects.equals(other, this.cover) ? this : new Entry(this.pattern, this.subsumption, other);
		}

		@Override
		public int compareTo(Entry other) {
			return this.pattern.compareTo(other.pattern);
		}

	}

	/**
	 * One search, used by one thread.
	 */
	private static final class Search {

		private final PathCovers former;

		/** The patterns now, with their former covers, the most specific first. */
		private final List<Entry> sorted = new ArrayList<>();

		private final List<Entry> added = new ArrayList<>();

		private final Set<String> removed;

		/** All patterns, if there are many that may have any of them as their cover. */
		private final @Nullable CoverIndex index;

		Search(Collection<PathPattern> patterns, PathCovers former) {
			this.former = former;
			this.removed = new HashSet<>(former.byText.keySet());
			for (PathPattern pattern : patterns) {
				if (!this.removed.remove(pattern.getPatternString())) {
					this.added.add(Entry.of(pattern));
				}
			}
			// In this order, sorting is fast.
			for (Entry entry : former.entries) {
				if (!this.removed.contains(entry.text())) {
					this.sorted.add(entry);
				}
			}
			this.sorted.addAll(this.added);
			Collections.sort(this.sorted);
			Collections.sort(this.added);
			int unknown = 0;
			for (Entry entry : this.sorted) {
				unknown += isKnown(entry) ? 0 : 1;
			}
			this.index = (unknown > MAX_COMPARED) ? index(this.sorted) : null;
		}

		private static CoverIndex index(List<Entry> sorted) {
			CoverIndex index = new CoverIndex();
			for (int i = 0; i < sorted.size(); i++) {
				index.add(sorted.get(i).subsumption(), i);
			}
			return index;
		}

		PathCovers find() {
			List<Entry> found = new ArrayList<>(this.sorted.size());
			for (int i = 0; i < this.sorted.size(); i++) {
				Entry entry = this.sorted.get(i);
				found.add(entry.withCover(cover(entry, i)));
			}
			return new PathCovers(found);
		}

		private @Nullable PathPattern cover(Entry entry, int index) {
			PathPattern present = entry.cover();
			if (!isKnown(entry)) {
				return (this.index != null) ? first(entry, index, this.index)
						: first(entry, this.sorted.subList(0, index));
			}
			PathPattern first = first(entry, this.added);
			boolean better = first != null && first.compareTo(entry.pattern()) < 0
					&& (present == null || first.compareTo(present) < 0);
			return better ? first : present;
		}

		/** Whether only added patterns can be a better cover than the former one. */
		private boolean isKnown(Entry entry) {
			PathPattern present = entry.cover();
			return this.former.byText.containsKey(entry.text())
					&& (present == null || !this.removed.contains(present.getPatternString()));
		}

		private @Nullable PathPattern first(Entry entry, int limit, CoverIndex covering) {
			int first = limit;
			for (int position : covering.find(entry.subsumption())) {
				if (position < first && this.sorted.get(position).subsumption().covers(entry.subsumption())) {
					first = position;
				}
			}
			return (first < limit) ? this.sorted.get(first).pattern() : null;
		}

		/** The first of some sorted patterns that covers a pattern. */
		private static @Nullable PathPattern first(Entry entry, List<Entry> some) {
			for (Entry other : some) {
				if (other.subsumption().covers(entry.subsumption())) {
					return other.pattern();
				}
			}
			return null;
		}

	}

}
