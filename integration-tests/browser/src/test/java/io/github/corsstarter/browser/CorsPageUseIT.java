package io.github.corsstarter.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that everyone can use the page: with only a keyboard, on a phone, and with a
 * light or a dark color scheme.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.github.corsstarter.browser.Setup#servlet")
class CorsPageUseIT {

	private static final List<String> CONTROLS = List.of("skip", "#ask", "#rejections-title", "#differences-title",
			"#rules-title", "#others-title", "#migration-title", "path", "method", "origin", "host", "headers",
			"credentials", "direct", "predict", "try", "auto-refresh", "refresh");

	/**
	 * The accessible name of each control: its label, its text, or the attribute
	 * {@code aria-label}.
	 */
	private static final String WITHOUT_NAME = """
			[...document.querySelectorAll('a, button, input, table, dialog, section, pre, nav, fieldset, article')]
				.filter((node) => !(node.getAttribute('aria-label')
						|| document.getElementById(node.getAttribute('aria-labelledby'))?.textContent.trim()
						|| node.labels?.[0]?.textContent.trim() || node.querySelector(':scope > legend')?.textContent.trim()
						|| (node.matches('a, button') && node.textContent.trim())))
				.map((node) => node.outerHTML.slice(0, 80))""";

	/**
	 * Finds texts with too little contrast (WCAG 2.2, 1.4.3), and edges of controls with
	 * too little contrast (1.4.11).
	 */
	private static final String PALE = """
			(() => {
				const rgba = (color) => color.match(/[0-9.]+/g).map(Number)
				const luminance = (color) => rgba(color).slice(0, 3).map((part) => part / 255)
						.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
						.reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0)
				const contrast = (one, other) => {
					const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
					return (light + 0.05) / (dark + 0.05)
				}
				const background = (node) => {
					const color = node ? getComputedStyle(node).backgroundColor : 'rgb(255, 255, 255)'
					return rgba(color)[3] === 0 ? background(node.parentElement) : color
				}
				const seen = [...document.body.querySelectorAll('*')].filter((node) => node.checkVisibility())
				const texts = seen.filter((node) => node.matches('input') || [...node.childNodes]
						.some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim() !== ''))
				const pale = (nodes, color, behind, least) => nodes.map((node) =>
						[node.outerHTML.slice(0, 60), contrast(getComputedStyle(node)[color], background(behind(node)))])
						.filter(([, contrast]) => !(contrast >= least)).map(String)
				return {
					count: texts.length,
					pale: [...pale(texts, 'color', (node) => node, 4.5),
							...pale(seen.filter((node) => node.matches('input, button')), 'borderTopColor',
									(node) => node.parentElement, 3)]
				}
			})()""";

	private final Setup setup;

	private final Web web;

	private final CorsPage page;

	CorsPageUseIT(Setup setup) {
		this.setup = setup;
		this.web = Web.of(setup, Variant.DEVELOPMENT);
		this.page = CorsPage.open(this.web.browser(), CorsPage.ORIGIN + CorsPage.PATH);
	}

	@Test
	void tabShouldGoToEveryControlAndShowWhereItIs() throws Exception {
		Rejection rejection = Rejection.by(this.web.sample());
		this.page.reload();
		this.page.await(rejection.shown());
		List<String> focused = new ArrayList<>();
		for (int i = 0; i < CONTROLS.size(); i++) {
			this.page.press(Keys.TAB);
			focused.add(this.page.focused());
			assertFocusIsShown();
		}
		assertThat(focused).isEqualTo(CONTROLS);
		this.page.press(Keys.TAB);
		assertThat(this.page.value("document.activeElement === " + rejection.button())).isEqualTo("true");
		assertFocusIsShown();
	}

	@Test
	void everythingShouldHaveNameAndHeadingsShouldHaveOrder() {
		assertThat(this.page.list(WITHOUT_NAME)).isEmpty();
		assertThat(this.page.list("[...document.querySelectorAll('h1, h2, h3, h4')].map((node) => +node.tagName[1])"
				+ ".filter((level, index, all) => index > 0 && level > all[index - 1] + 1)"))
			.isEmpty();
		assertThat(this.page.value("document.querySelectorAll('h1').length + ' '"
				+ " + document.querySelectorAll('header, main, nav').length + ' ' + document.documentElement.lang"))
			.isEqualTo("1 3 en");
		assertThat(this.page.list("[...document.querySelectorAll('thead th')].filter((node) => node.scope !== 'col')"))
			.isEmpty();
		assertThat(this.page.value("['agreement', 'rules-status', 'rejections-status', 'differences-status']"
				+ ".every((id) => document.getElementById(id).getAttribute('role') === 'status')"))
			.isEqualTo("true");
	}

	@Test
	void keyboardAloneShouldAskAndTry() {
		this.page.press(Keys.TAB, Keys.ENTER);
		this.page.await("document.activeElement.id === 'ask'");
		this.page.press(Keys.TAB);
		assertThat(this.page.focused()).isEqualTo("path");
		// The Tab key selects the text of the field that it goes to.
		this.page.press("/api/estimates/7", Keys.TAB, "PUT", Keys.TAB, Keys.TAB, Keys.TAB, "x-a", Keys.ENTER);
		this.page.await("document.getElementById('prediction').dataset.allowed");
		assertThat(this.page.text("agreement")).isEqualTo("Predicted: not allowed, method-not-allowed.");
		assertThat(this.page.text("prediction-fix"))
			.isEqualTo("set cors.policies.estimates.allowed-methods to GET, HEAD, POST, PUT;"
					+ " add x-a to cors.policies.estimates.allowed-headers");
		this.page.press(Keys.TAB, Keys.SPACE);
		assertThat(this.page.value("document.getElementById('credentials').checked")).isEqualTo("true");
		this.page.press(Keys.TAB, Keys.TAB, Keys.TAB);
		assertThat(this.page.focused()).isEqualTo("try");
		// The confirmation begins with the button that sends nothing, and Escape closes
		// it.
		this.page.press(Keys.ENTER);
		this.page.await("document.activeElement.id === 'confirm-no'");
		this.page.press(Keys.ESCAPE);
		this.page.await("document.getElementById('agreement').textContent === 'Not sent.'");
		assertThat(this.page.focused()).isEqualTo("try");
		this.page.press(Keys.ENTER);
		this.page.await("document.activeElement.id === 'confirm-no'");
		this.page.press(Keys.TAB);
		this.page.await("document.activeElement.id === 'confirm-yes'");
		this.page.press(Keys.ENTER);
		this.page.awaitComparison();
		assertThat(this.page.text("agreement"))
			.isEqualTo("Prediction and reality agree: not allowed, method-not-allowed.");
		assertThat(this.page.focused()).isEqualTo("try");
	}

	@Test
	void keyboardAloneShouldAskAboutRejection() throws Exception {
		Rejection rejection = Rejection.by(this.web.sample());
		this.page.click("refresh");
		this.page.await(rejection.shown());
		this.page.press(Keys.TAB);
		assertThat(this.page.value("document.activeElement === " + rejection.button())).isEqualTo("true");
		this.page.press(Keys.ENTER);
		this.page.await("document.getElementById('prediction').dataset.allowed");
		assertThat(this.page.text("prediction-fix"))
			.isEqualTo("add " + rejection.origin() + " to cors.policies.partners.allowed-origins");
		assertThat(this.page.focused()).isEqualTo("ask");
	}

	@Test
	void rejectionsShouldBeRefreshedByThemselvesAsLongAsWanted() throws Exception {
		Rejection first = Rejection.by(this.web.sample());
		this.page.click("refresh");
		this.page.await(first.shown());
		this.page.click("auto-refresh");
		this.page.value(first.button() + ".focus()");
		Rejection second = Rejection.by(this.web.sample());
		this.page.await(second.shown());
		// A refresh does not take the focus from a button in the table.
		assertThat(this.page.value("document.activeElement === " + first.button())).isEqualTo("true");
		this.page.click("auto-refresh");
		this.web.proxy().clear();
		Thread.sleep(6000);
		assertThat(this.web.proxy().exchanges()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 360, 375, 640, 641, 1024, 1152, 1153, 1280 })
	void pageShouldNotScrollSideways(int width) throws Exception {
		Rejection rejection = Rejection.by(this.web.sample(),
				"https://" + "a-very-long-label".repeat(3) + ".of-a-stranger".repeat(8));
		this.page.ask("/api/drafts/1", "GET", "", true);
		this.page.tryIt();
		this.page.await(rejection.shown());
		this.page.resize(width);
		this.page.await("innerWidth === " + width);
		assertThat(this.page.value("document.documentElement.scrollWidth <= innerWidth")).isEqualTo("true");
		assertThat(this.page.list("[...document.querySelectorAll('input, button, td, th, .card, .sides, form')]"
				+ ".filter((node) => node.checkVisibility() && !node.closest('thead'))"
				+ ".filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)"
				+ ".map((node) => node.outerHTML.slice(0, 80))"))
			.isEmpty();
		// These styles depend on media queries with ranges.
		String form = this.page.value("getComputedStyle(document.forms[0]).gridTemplateColumns.split(' ').length");
		assertThat(form).isEqualTo((width <= 640) ? "1" : "6");
		assertThat(this.page.value("getComputedStyle(document.querySelector('#rules-body td')).display"))
			.isEqualTo((width <= 1152) ? "grid" : "table-cell");
		// This style depends on :has().
		assertThat(this.page.value("parseFloat(getComputedStyle(document.querySelector("
				+ "'#rules-body td[data-label=Origins] > div')).minWidth) > 200"))
			.isEqualTo(String.valueOf(width > 1152));
	}

	@Test
	void textsShouldHaveContrastInLightAndDark() throws Exception {
		assertContrast(this.page);
		assertThat(this.page.value("matchMedia('(prefers-color-scheme: dark)').matches")).isEqualTo("false");
		try (Web dark = Web.dark(this.setup, Variant.DEVELOPMENT)) {
			CorsPage darkPage = CorsPage.open(dark.browser(), CorsPage.ORIGIN + CorsPage.PATH);
			assertThat(darkPage.value("matchMedia('(prefers-color-scheme: dark)').matches")).isEqualTo("true");
			assertContrast(darkPage);
			assertThat(darkPage.value(background())).isNotEqualTo(this.page.value(background()));
		}
	}

	private static String background() {
		return "getComputedStyle(document.body).backgroundColor";
	}

	private static void assertContrast(CorsPage page) {
		for (String path : List.of("/api/drafts/1", "/api/estimates/1", "/status")) {
			page.ask(path, "GET", "authorization", false);
			page.tryIt();
			Map<?, ?> result = page.map(PALE);
			assertThat(((Number) result.get("count")).intValue()).isGreaterThan(100);
			assertThat((List<?>) result.get("pale")).isEqualTo(List.of());
		}
	}

	private void assertFocusIsShown() {
		assertThat(this.page.value("document.activeElement.matches(':focus-visible')"
				+ " && getComputedStyle(document.activeElement).outlineStyle"))
			.isEqualTo("solid");
	}

}
