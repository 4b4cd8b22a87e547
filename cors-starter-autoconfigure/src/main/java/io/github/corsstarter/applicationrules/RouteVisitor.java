package io.github.corsstarter.applicationrules;

import java.util.Set;

import org.springframework.http.HttpMethod;

/**
 * The methods that the visitors of both stacks have.
 */
interface RouteVisitor {

	void method(Set<HttpMethod> methods);

	void path(String pattern);

	void pathExtension(String extension);

	void header(String name, String value);

	void version(String version);

	void startAnd();

	void and();

	void endAnd();

	void startOr();

	void or();

	void endOr();

	void startNegate();

	void endNegate();

}
