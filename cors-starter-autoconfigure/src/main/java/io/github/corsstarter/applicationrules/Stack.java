package io.github.corsstarter.applicationrules;

/**
 * The web stack of an application.
 */
enum Stack {

	SERVLET, REACTIVE

}
