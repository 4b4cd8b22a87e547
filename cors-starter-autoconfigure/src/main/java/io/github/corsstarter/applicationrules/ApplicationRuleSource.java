package io.github.corsstarter.applicationrules;

import java.util.List;

/**
 * Finds CORS rules that an application has beside its policies. Every bean of this type
 * is asked when the application is ready and each time somebody looks at the rules, never
 * while a request waits.
 */
@FunctionalInterface
public interface ApplicationRuleSource {

	/**
	 * Find the rules that exist now.
	 * @return the rules, including those of which nothing is known but that they exist
	 */
	List<ApplicationRule> applicationRules();

}
