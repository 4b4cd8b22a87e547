package io.github.corsstarter.browser;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the sample's own page, which calls the same server under its other name.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.github.corsstarter.browser.Setup#servlet")
class SamplePageIT {

	private final Browser browser;

	SamplePageIT(Setup setup) {
		this.browser = Web.of(setup, Variant.DEVELOPMENT).browser();
	}

	@ParameterizedTest
	@CsvSource({ "allowed,true", "preflight,true", "public,true", "origin,false", "method,false", "header,false",
			"credentials,false", "uncovered,false" })
	void exampleShouldBeReadOnlyIfAllowed(String example, String read) {
		this.browser.open("http://localhost:8080/");
		this.browser.resize(375, 900);
		this.browser.click("#" + example);
		String shown = this.browser.evaluate("new Promise((resolve) => { const look = () => document.getElementById("
				+ "'result').dataset.read ? resolve(document.getElementById('result').dataset.read + ' '"
				+ " + (document.documentElement.scrollWidth <= innerWidth)) : setTimeout(look, 50); look() })");
		assertThat(shown).isEqualTo(read + " true");
	}

}
