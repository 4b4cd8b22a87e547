package io.github.corsstarter.compatibility;

import java.util.Locale;

import io.github.corsstarter.compatibility.application.ReactiveApplication;
import io.github.corsstarter.compatibility.application.SecuredReactiveApplication;
import io.github.corsstarter.compatibility.application.SecuredServletApplication;
import io.github.corsstarter.compatibility.application.ServletApplication;

/**
 * The server in which an application runs.
 */
enum Stack {

	TOMCAT("Tomcat"), JETTY("Jetty"), UNDERTOW("Undertow"), NETTY("Netty");

	private final String title;

	Stack(String title) {
		this.title = title;
	}

	boolean isReactive() {
		return this == NETTY;
	}

	Class<?> application() {
		return isReactive() ? ReactiveApplication.class : ServletApplication.class;
	}

	Class<?> securedApplication() {
		return isReactive() ? SecuredReactiveApplication.class : SecuredServletApplication.class;
	}

	/** The name of this stack in {@code @not-on} of the conformance table. */
	String rowName() {
		return this.title.toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return this.title;
	}

}
