package io.github.corsstarter.web;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.policy.CorsProblem;

/**
 * Puts the problems of one list next to each other, in the order of its elements. Each
 * check examines a whole list, so the problems of two checks are not in this order.
 */
final class ProblemOrder {

	private static final Pattern ELEMENT = Pattern.compile("\\[([0-9]+)]$");

	private ProblemOrder() {
	}

	static List<CorsProblem> sort(Collection<CorsProblem> problems) {
		Map<String, List<CorsProblem>> byList = new LinkedHashMap<>();
		for (CorsProblem problem : problems) {
			String list = ELEMENT.matcher(problem.property()).replaceFirst("") + ' ' + problem.policy();
			byList.computeIfAbsent(list, (key) -> new ArrayList<>()).add(problem);
		}
		byList.values().forEach((list) -> list.sort(Comparator.comparing(ProblemOrder::index)));
		return byList.values().stream().flatMap(List::stream).toList();
	}

	private static BigInteger index(CorsProblem problem) {
		Matcher element = ELEMENT.matcher(problem.property());
		return element.find() ? new BigInteger(element.group(1)) : BigInteger.ONE.negate();
	}

}
