package io.github.corsstarter.applicationrules;

/**
 * The stack of a web application.
 */
enum Stack {

	SERVLET, REACTIVE

}
