package io.github.corsstarter.browser;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The sample application's web stacks.
 */
enum Stack {

	/** Tomcat. */
	SERVLET,

	/** Netty. */
	REACTIVE;

	Path jar() {
		return Path.of(System.getProperty("browser.sample." + name().toLowerCase(Locale.ROOT)));
	}

}
