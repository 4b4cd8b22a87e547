package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathElements}.
 */
class PathElementsTests {

	@Test
	void sentPathIsDecodedAndHasNoParameters() {
		PathElements path = PathElements.ofSent("/a%20b;v=1//c%2Fd/");
		assertThat(elements(path)).containsExactly("/", "[a b]", "/", "/", "[c/d]", "/");
		assertThat(path.text()).isEqualTo("/a b//c/d/");
		assertThat(path.length()).isEqualTo("/a%20b;v=1//c%2Fd/".length());
	}

	@Test
	void decodedPathIsTakenAsItIs() {
		PathElements path = PathElements.ofDecoded("x/a%20b;v=1//c/");
		assertThat(elements(path)).containsExactly("[x]", "/", "[a%20b;v=1]", "/", "/", "[c]", "/");
		assertThat(path.text()).isEqualTo("x/a%20b;v=1//c/");
		assertThat(path.length()).isEqualTo("x/a%20b;v=1//c/".length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%", "/%4", "/%zz", "/a/%u0041" })
	void brokenEscapeSequenceIsNoPath(String path) {
		assertThat(PathElements.ofSent(path)).isNull();
	}

	@Test
	void emptyPathHasNoElements() {
		assertThat(PathElements.ofDecoded("").size()).isZero();
		assertThat(PathElements.ofSent("").size()).isZero();
		assertThat(PathElements.ofDecoded("").text()).isEmpty();
	}

	@Test
	void thereIsNothingAfterTheEnd() {
		PathElements path = PathElements.ofDecoded("/a");
		assertThat(path.isSeparator(2)).isFalse();
		assertThat(path.isSegment(2)).isFalse();
		assertThat(path.segment(2)).isEmpty();
		assertThat(path.segment(0)).isEmpty();
	}

	private static List<String> elements(PathElements path) {
		List<String> elements = new ArrayList<>();
		for (int i = 0; i < path.size(); i++) {
			assertThat(path.isSegment(i)).isNotEqualTo(path.isSeparator(i));
			elements.add(path.isSeparator(i) ? "/" : "[" + path.segment(i) + "]");
		}
		return elements;
	}

}
