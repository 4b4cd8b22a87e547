package io.github.corsstarter.web;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import io.github.corsstarter.policy.SettingLocations;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GenerationLocations}.
 */
class GenerationLocationsTests {

	/** A default method that is forgotten here would hide the answer of the policy. */
	@Test
	void everyMethodIsDelegated() {
		assertThat(SettingLocations.class.getMethods())
			.filteredOn((method) -> !Modifier.isStatic(method.getModifiers()))
			.isNotEmpty()
			.allSatisfy((method) -> assertThat(declares(method)).as("%s", method).isTrue());
	}

	private static boolean declares(Method method) {
		return Arrays.stream(GenerationLocations.class.getDeclaredMethods())
			.anyMatch((own) -> own.getName().equals(method.getName())
					&& Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
	}

}
