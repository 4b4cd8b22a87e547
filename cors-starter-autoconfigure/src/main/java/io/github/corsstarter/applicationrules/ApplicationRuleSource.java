package io.github.corsstarter.applicationrules;

import java.util.List;

/**
 * Finds CORS rules that an application has in addition to its policies. Every bean of
 * this type is called when the application is ready and each time the rules are read, for
 * example by the actuator endpoint. It is never called to decide on a request.
 */
@FunctionalInterface
public interface ApplicationRuleSource {

	/**
	 * Find the rules that exist now.
	 * @return the rules, including rules whose paths and settings are unknown
	 */
	List<ApplicationRule> applicationRules();

}
