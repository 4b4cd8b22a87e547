package io.github.corsstarter.web;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathSegments}.
 */
class PathSegmentsTests {

	@Test
	void slashInsideOfAVariableSeparatesNothing() {
		assertThat(PathSegments.of("/a/{x:b/c}/d")).containsExactly("", "a", "{x:b/c}", "d");
		assertThat(PathSegments.of("/{x:a{1,2}/b}/c")).containsExactly("", "{x:a{1,2}/b}", "c");
		assertThat(PathSegments.of("/{x:\\}/}/c")).containsExactly("", "{x:\\}/}", "c");
		assertThat(PathSegments.of("/{x:\\{/}/c")).containsExactly("", "{x:\\{/}", "c");
		assertThat(PathSegments.of("/{x}{y:/}z/c")).containsExactly("", "{x}{y:/}z", "c");
		assertThat(PathSegments.of("a//b/")).containsExactly("a", "", "b", "");
	}

	@Test
	void variableThatIsNotClosedExtendsToTheEnd() {
		assertThat(PathSegments.of("/{x/y")).containsExactly("", "{x/y");
		assertThat(PathSegments.withoutVariables("a{x")).isEqualTo("a*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{x}", "{x:[a-z]{2}}", "{x:\\}}" })
	void isVariable(String segment) {
		assertThat(PathSegments.isVariable(segment)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "a{x}", "{x}a", "{x}{y}" })
	void isMoreOrLessThanAVariable(String segment) {
		assertThat(PathSegments.isVariable(segment)).isFalse();
	}

	@Test
	void expressions() {
		assertThat(PathSegments.expressions("a{x:[a-z]{2}}-{y}*{z:\\d+}?")).containsExactly("[a-z]{2}", "\\d+");
		assertThat(PathSegments.expressions("a:b{x}")).isEmpty();
		assertThat(PathSegments.expression("{x:a:b}")).isEqualTo("a:b");
		assertThat(PathSegments.expression("{x}")).isNull();
	}

	@Test
	void hasVariableWithoutName() {
		assertThat(PathSegments.hasVariableWithoutName("{}")).isTrue();
		assertThat(PathSegments.hasVariableWithoutName("a{x}{}*")).isTrue();
		assertThat(PathSegments.hasVariableWithoutName("a{x:b{}}*")).isFalse();
		assertThat(PathSegments.hasVariableWithoutName("{x:}a")).isFalse();
	}

	@Test
	void withoutVariables() {
		assertThat(PathSegments.withoutVariables("a{x}-{y:b{2}}?*c")).isEqualTo("a*-*?*c");
		assertThat(PathSegments.withoutVariables("abc")).isEqualTo("abc");
	}

	@Test
	void toExpressionHasOneGroupForEachVariable() {
		Pattern expression = Pattern.compile(PathSegments.toExpression("a.{x:b+}?{y}*\\2"));
		assertThat(expression.matcher("a.bbXrest\\2").matches()).isTrue();
		assertThat(expression.matcher("aZbbXrest\\2").matches()).isFalse();
		assertThat(expression.matcher("a.bb").groupCount()).isEqualTo(2);
	}

}
