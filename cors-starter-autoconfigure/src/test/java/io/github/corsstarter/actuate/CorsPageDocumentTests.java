package io.github.corsstarter.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page's document that need no server.
 */
class CorsPageDocumentTests {

	private final String document = AbstractCorsPageEndpointTests.document();

	CorsPageDocumentTests() throws IOException {
	}

	@Test
	void documentShouldBeSmall() {
		assertThat(this.document.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(40_000);
	}

	@Test
	void documentShouldLoadNothingAndHaveNoHandlersOrStylesInAttributes() {
		assertThat(this.document).doesNotContainPattern("(src|href)=\"(?!#|data:,\")")
			.doesNotContainPattern("@import|url\\(")
			.doesNotContainPattern("<[a-z][^>]*\\s(style|on[a-z]+)=");
	}

	@Test
	void scriptShouldInsertDataAsText() {
		assertThat(this.document).contains("replaceChildren", "sandbox: \"allow-scripts\"")
			.doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|DOMParser")
			.doesNotContainPattern("sandbox[^\\n]*allow-same-origin");
	}

	@Test
	void everyControlShouldHaveLabel() {
		assertThat(Pattern.compile("<input id=\"([^\"]+)\"").matcher(this.document).results()).hasSizeGreaterThan(4)
			.extracting((MatchResult input) -> input.group(1))
			.allSatisfy((id) -> assertThat(this.document)
				.containsPattern("<label for=\"" + id + "\">|<label( class=\"[a-z]+\")?><input id=\"" + id + "\""));
	}

}
