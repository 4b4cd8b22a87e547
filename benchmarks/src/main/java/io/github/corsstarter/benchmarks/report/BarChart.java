package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars in groups, as an SVG that is readable on light and dark pages.
 */
final class BarChart {

	private static final int WIDTH = 760;

	private static final int LEFT = 190;

	private static final int RIGHT = 90;

	private static final int BAR = 15;

	private final String title;

	private final boolean logarithmic;

	private final List<Group> groups = new ArrayList<>();

	BarChart(String title, boolean logarithmic) {
		this.title = title;
		this.logarithmic = logarithmic;
	}

	Group group(String name) {
		Group group = new Group(name, new ArrayList<>());
		this.groups.add(group);
		return group;
	}

	boolean isEmpty() {
		return this.groups.stream().allMatch((group) -> group.bars.isEmpty());
	}

	String svg() {
		double high = this.groups.stream()
			.flatMap((group) -> group.bars.stream())
			.mapToDouble(Bar::value)
			.max()
			.orElse(1);
		double low = this.groups.stream()
			.flatMap((group) -> group.bars.stream())
			.mapToDouble(Bar::value)
			.min()
			.orElse(1);
		int height = 56 + this.groups.stream().mapToInt((group) -> 30 + group.bars.size() * (BAR + 3)).sum();
		StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
				aria-label="%3$s">
				<style>
				text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #57606a; }
				.title { font-size: 15px; font-weight: 600; fill: #1f2328; }
				.group { font-weight: 600; fill: #1f2328; }
				.ours { font-weight: 600; fill: #0969da; }
				rect { fill: #9aa4ae; }
				rect.ours { fill: #0969da; }
				@media (prefers-color-scheme: dark) {
				text { fill: #9198a1; }
				.title, .group { fill: #f0f6fc; }
				.ours, rect.ours { fill: #4493f8; }
				rect { fill: #656c76; }
				}
				</style>
				<text class="title" x="8" y="22">%3$s</text>
				""", WIDTH, height, escaped(this.title)));
		int y = 34;
		for (Group group : this.groups) {
			y += 22;
			svg.append(String.format(Locale.ROOT, "<text class=\"group\" x=\"8\" y=\"%d\">%s</text>%n", y,
					escaped(group.name)));
			y += 8;
			for (Bar bar : group.bars) {
				appendBar(svg, bar, y, length(bar.value, low, high));
				y += BAR + 3;
			}
		}
		return svg.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
	}

	private void appendBar(StringBuilder svg, Bar bar, int y, double length) {
		String type = bar.ours ? " class=\"ours\"" : "";
		svg.append(String.format(Locale.ROOT,
				"<text%s x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect%s x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>"
						+ "<text%s x=\"%.1f\" y=\"%d\">%s</text>%n",
				type, LEFT - 8, y + 12, escaped(bar.name), type, LEFT, y, length, BAR, type, LEFT + length + 6, y + 12,
				escaped(bar.label)));
	}

	/**
	 * A logarithmic scale begins a tenth of a power of ten below the lowest value, so
	 * that the shortest bar is visible.
	 */
	private double length(double value, double low, double high) {
		double room = WIDTH - LEFT - RIGHT;
		if (!this.logarithmic) {
			return Math.max(1, room * value / high);
		}
		double start = Math.log10(low) - 0.1;
		return room * (Math.log10(value) - start) / (Math.log10(high) - start);
	}

	private static String escaped(String text) {
		return text.replace("`", "").replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
	}

	record Group(String name, List<Bar> bars) {

		void bar(String name, double value, String label, boolean ours) {
			this.bars.add(new Bar(name, value, label, ours));
		}

	}

	record Bar(String name, double value, String label, boolean ours) {
	}

}
