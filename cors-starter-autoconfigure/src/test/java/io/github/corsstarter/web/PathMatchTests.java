package io.github.corsstarter.web;

import java.util.Arrays;
import java.util.List;

import io.github.corsstarter.web.PathMatch.Candidate;
import org.junit.jupiter.api.Test;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathMatch}.
 */
class PathMatchTests {

	private static final PathPattern PATTERN = PathPatternParser.defaultInstance.parse("/a");

	private static final Candidate<String> A = new Candidate<>(PATTERN, "a", true);

	private static final Candidate<String> ALSO_A = new Candidate<>(PATTERN, "a", true);

	private static final Candidate<String> B = new Candidate<>(PATTERN, "b", true);

	private static final Candidate<String> UNDECIDED = new Candidate<>(PATTERN, "a", false);

	@Test
	void plainPathHasOneSpelling() {
		PathMatch<String> match = new PathMatch<>(A);
		assertThat(match.isPlain()).isTrue();
		assertThat(match.value()).isEqualTo("a");
		assertThat(match.written()).isSameAs(A);
		assertThat(match.plain()).isSameAs(A);
		assertThat(match.others()).containsExactly(A);
	}

	@Test
	void valueIsCertainIfAllSpellingsHaveIt() {
		PathMatch<String> match = new PathMatch<>(A, List.of(ALSO_A, A));
		assertThat(match.isPlain()).isFalse();
		assertThat(match.value()).isEqualTo("a");
		assertThat(match.plain()).isSameAs(ALSO_A);
	}

	@Test
	void valueIsUncertainIfOneSpellingDiffers() {
		assertThat(new PathMatch<>(A, List.of(A, B)).value()).isNull();
		assertThat(new PathMatch<>(A, Arrays.asList(A, null)).value()).isNull();
		assertThat(new PathMatch<>(null, List.of(A)).value()).isNull();
		assertThat(new PathMatch<>(A, List.of()).value()).isNull();
	}

	@Test
	void valueIsUncertainIfAPatternIsUndecided() {
		assertThat(new PathMatch<>(UNDECIDED).value()).isNull();
		assertThat(new PathMatch<>(A, List.of(A, UNDECIDED)).value()).isNull();
		assertThat(new PathMatch<>(UNDECIDED, List.of(A)).value()).isNull();
	}

	@Test
	void moreSpellingsAreAdded() {
		PathMatch<String> match = new PathMatch<>(A).with(List.of(B));
		assertThat(match.isPlain()).isTrue();
		assertThat(match.value()).isNull();
		assertThat(match.written()).isSameAs(A);
		assertThat(match.others()).containsExactly(A, B);
	}

	@Test
	void withoutSpellingsThereIsNoPlainOne() {
		assertThat(new PathMatch<>(A, List.of()).plain()).isNull();
	}

}
