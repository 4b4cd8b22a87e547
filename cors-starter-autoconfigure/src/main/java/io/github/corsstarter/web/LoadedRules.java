package io.github.corsstarter.web;

import java.util.List;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;

/**
 * The rules of all sources together, not yet validated.
 *
 * @param policies the policies, in the order of their sources
 * @param hosts the allowed hosts
 * @param problems the problems of sources that could not be read
 * @param configurable whether properties can change policies that were built in code
 */
record LoadedRules(List<CorsPolicySpecification> policies, AllowedHosts hosts, List<CorsProblem> problems,
		boolean configurable) {

}
