package io.github.corsstarter.origin;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.origin.OriginPattern.Kind;

/**
 * A few patterns, each of which may overlap with many others. Most of the others are
 * found to be different by their domain, without a comparison of patterns.
 */
final class FewPatterns {

	private final List<OriginPattern> patterns;

	private final Set<String> exact = new HashSet<>();

	/** The domains that all hosts of a pattern are in. */
	private final Set<String> domains = new HashSet<>();

	/** The same, and all domains above them. */
	private final Set<String> domainsAndParents = new HashSet<>();

	/** Whether a pattern matches hosts in every domain. */
	private boolean anyDomain;

	/** Whether a pattern is {@code *}, which means all origins that no other matches. */
	private final boolean everyOther;

	FewPatterns(Collection<OriginPattern> patterns) {
		this.patterns = patterns.stream().filter((pattern) -> pattern.kind() != Kind.ANY).toList();
		this.everyOther = this.patterns.size() < patterns.size();
		for (OriginPattern pattern : this.patterns) {
			this.exact.addAll(pattern.exactOrigins());
			String domain = domain(pattern);
			this.anyDomain |= domain.isEmpty();
			this.domains.add(domain);
			for (; !domain.isEmpty(); domain = parent(domain)) {
				this.domainsAndParents.add(domain);
			}
		}
	}

	boolean overlap(OriginPattern other) {
		if (other.kind() == Kind.ANY) {
			return this.everyOther;
		}
		return other.exactOrigins().stream().anyMatch(this.exact::contains)
				|| (hasDomainInCommon(domain(other)) && this.patterns.stream().anyMatch((one) -> overlap(one, other)));
	}

	private boolean hasDomainInCommon(String domain) {
		if (this.anyDomain || domain.isEmpty() || this.domainsAndParents.contains(domain)) {
			return true;
		}
		String wider = parent(domain);
		while (!wider.isEmpty() && !this.domains.contains(wider)) {
			wider = parent(wider);
		}
		return !wider.isEmpty();
	}

	private static boolean overlap(OriginPattern one, OriginPattern other) {
		return one.commonOrigin(other) != null;
	}

	/** The host, or the domain after its wildcard; empty if there is no such domain. */
	private static String domain(OriginPattern pattern) {
		HostPattern wildcard = pattern.wildcardHost();
		if (wildcard == null) {
			return pattern.host();
		}
		return (wildcard.suffix().indexOf('.') != -1) ? wildcard.parent() : "";
	}

	private static String parent(String domain) {
		int dot = domain.indexOf('.');
		return (dot != -1) ? domain.substring(dot + 1) : "";
	}

}
