package io.github.corsstarter.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over growing sizes in panels next to each other, as an SVG that is readable on
 * light and dark pages. Both axes begin at zero and are linear, so proportional growth is
 * a straight line from the corner.
 */
final class LineChart {

	private static final int PANEL_WIDTH = 360;

	private static final int LEFT = 52;

	private static final int TOP = 66;

	private static final int WIDTH = 280;

	private static final int HEIGHT = 200;

	private static final int LINES = 4;

	private final String title;

	private final List<Integer> sizes;

	private final List<Panel> panels = new ArrayList<>();

	/**
	 * Create a chart.
	 * @param title the title
	 * @param sizes the sizes, relative to the smallest
	 */
	LineChart(String title, List<Integer> sizes) {
		this.title = title;
		this.sizes = sizes;
	}

	Panel panel(String name) {
		Panel panel = new Panel(name, new ArrayList<>());
		this.panels.add(panel);
		return panel;
	}

	String svg() {
		int width = PANEL_WIDTH * this.panels.size() + 40;
		int legend = TOP + HEIGHT + 44;
		List<Line> lines = this.panels.isEmpty() ? List.of() : this.panels.get(0).lines;
		int height = legend + 18 * lines.size() + 8;
		StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
				aria-label="%3$s">
				<style>
				text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #57606a; }
				.title { font-size: 15px; font-weight: 600; fill: #1f2328; }
				.panel { font-weight: 600; fill: #1f2328; }
				.grid { stroke: #d0d7de; }
				polyline { fill: none; stroke-width: 2; }
				.l0 { stroke: #0969da; } .l1 { stroke: #1a7f37; } .l2 { stroke: #bc4c00; } .l3 { stroke: #8250df; }
				.l1 { stroke-dasharray: 8 3; } .l2 { stroke-dasharray: 3 3; } .l3 { stroke-dasharray: 10 3 2 3; }
				@media (prefers-color-scheme: dark) {
				text { fill: #9198a1; }
				.title, .panel { fill: #f0f6fc; }
				.grid { stroke: #3d444d; }
				.l0 { stroke: #4493f8; } .l1 { stroke: #3fb950; } .l2 { stroke: #db6d28; } .l3 { stroke: #ab7df8; }
				}
				</style>
				<text class="title" x="8" y="22">%3$s</text>
				""", width, height, escaped(this.title)));
		for (int i = 0; i < this.panels.size(); i++) {
			appendPanel(svg, this.panels.get(i), LEFT + i * PANEL_WIDTH);
		}
		for (int i = 0; i < lines.size(); i++) {
			int y = legend + 18 * i;
			svg.append(String.format(Locale.ROOT,
					"<polyline class=\"l%d\" points=\"%d,%d %d,%d\"/><text x=\"%d\" y=\"%d\">%s</text>\n", i % LINES,
					LEFT, y, LEFT + 36, y, LEFT + 44, y + 4, escaped(lines.get(i).name)));
		}
		return svg.append("</svg>\n").toString();
	}

	private void appendPanel(StringBuilder svg, Panel panel, int left) {
		double high = ceiling(panel.lines.stream()
			.flatMap((line) -> line.values.stream())
			.mapToDouble(Double::doubleValue)
			.max()
			.orElse(1));
		svg.append(String.format(Locale.ROOT, "<text class=\"panel\" x=\"%d\" y=\"%d\">%s</text>\n", left, TOP - 16,
				escaped(panel.name)));
		for (int i = 0; i <= 4; i++) {
			int y = TOP + HEIGHT - i * HEIGHT / 4;
			svg.append(String.format(Locale.ROOT,
					"<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%,.0f</text>\n",
					left, y, left + WIDTH, y, left - 6, y + 4, i * high / 4));
		}
		for (int size : this.sizes) {
			svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d×</text>\n",
					x(left, size), TOP + HEIGHT + 18, size));
		}
		for (int i = 0; i < panel.lines.size(); i++) {
			List<Double> values = panel.lines.get(i).values;
			StringBuilder points = new StringBuilder();
			for (int j = 0; j < values.size(); j++) {
				points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(left, this.sizes.get(j)),
						TOP + HEIGHT - HEIGHT * values.get(j) / high));
			}
			svg.append(String.format(Locale.ROOT, "<polyline class=\"l%d\" points=\"%s\"/>\n", i % LINES,
					points.toString().trim()));
		}
	}

	private double x(int left, int size) {
		return left + (double) WIDTH * size / this.sizes.get(this.sizes.size() - 1);
	}

	/** The next 1, 2, 4 or 8 times a power of ten, so that the grid has round numbers. */
	private static double ceiling(double value) {
		double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 4))));
		for (int factor : new int[] { 1, 2, 4, 8 }) {
			if (value <= factor * power) {
				return factor * power;
			}
		}
		return 10 * power;
	}

	private static String escaped(String text) {
		return text.replace("`", "").replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
	}

	record Panel(String name, List<Line> lines) {

		/** Adds a line with a value for each size. */
		void line(String name, List<Double> values) {
			this.lines.add(new Line(name, values));
		}

	}

	record Line(String name, List<Double> values) {
	}

}
