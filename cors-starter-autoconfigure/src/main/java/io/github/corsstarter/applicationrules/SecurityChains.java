package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.github.corsstarter.applicationrules.ExistingRules.FilterChainRules;
import io.github.corsstarter.applicationrules.ExistingRules.FilterRules;
import io.github.corsstarter.applicationrules.ExistingRules.LeftOut;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

/**
 * The rules of Spring Security's filter chains, in their order.
 */
final class SecurityChains {

	private final ExistingRules rules;

	private final List<FilterChainRules> chains = new ArrayList<>();

	private final List<String> withoutPathsAndRules = new ArrayList<>();

	SecurityChains(ExistingRules rules) {
		this.rules = rules;
	}

	static String label(String name) {
		return "http.cors() of the security chain '" + name + "'";
	}

	/**
	 * The rules of a chain.
	 * @param name the name of the chain
	 * @param filters the rules of each of its CORS filters, which are {@code null} if the
	 * handler mappings decide
	 * @return the rules, or {@code null} if the handler mappings decide
	 */
	static @Nullable List<UrlRule> combine(String name, List<@Nullable List<UrlRule>> filters) {
		List<@Nullable List<UrlRule>> present = filters.stream().filter(Objects::nonNull).toList();
		if (present.isEmpty()) {
			return null;
		}
		return (filters.size() > 1) ? SourceReader.unknown(label(name), "The chain has several CORS filters.")
				: present.get(0);
	}

	void addAll(Collection<FilterChainRules> all) {
		this.chains.addAll(all);
		if (all.stream().anyMatch((chain) -> chain.rules() != null)) {
			this.withoutPathsAndRules.forEach((name) -> this.rules.remarks()
				.add("The paths of the security chain '" + name + "' are unknown, and it has no CORS rule. "
						+ LeftOut.COVERED));
			this.withoutPathsAndRules.clear();
		}
	}

	void addWithoutCors(String name) {
		this.rules.remarks()
			.add("The security chain '" + name + "' has no http.cors(): it may refuse preflights that need"
					+ " authentication. Policies answer preflights before Spring Security.");
	}

	/** Add a chain whose matcher cannot be read. */
	void addWithoutPaths(String name, @Nullable List<UrlRule> chainRules) {
		if (chainRules == null) {
			this.withoutPathsAndRules.add(name);
			return;
		}
		this.rules.leftOut()
			.add(new LeftOut("Left out: " + label(name) + ", because the paths of the chain are unknown. "
					+ LeftOut.COVERED + " Write a policy for exactly its paths, with these settings:", chainRules));
	}

	FilterRules rules() {
		return new FilterRules(this.chains);
	}

}
