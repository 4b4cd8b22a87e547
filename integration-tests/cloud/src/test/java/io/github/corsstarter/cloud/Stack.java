package io.github.corsstarter.cloud;

import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * The stacks and their servers. Both are on the class path, so each application selects
 * one.
 */
enum Stack {

	TOMCAT(WebApplicationType.SERVLET, "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory",
			"org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory"),

	NETTY(WebApplicationType.REACTIVE, "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory",
			"org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory");

	private final WebApplicationType type;

	private final Class<?> factory;

	/** The first name is the one of Spring Boot 4, the second one of Spring Boot 3. */
	Stack(WebApplicationType type, String... factories) {
		this.type = type;
		String present = Stream.of(factories)
			.filter((name) -> ClassUtils.isPresent(name, null))
			.findFirst()
			.orElseThrow();
		this.factory = ClassUtils.resolveClassName(present, null);
	}

	WebApplicationType type() {
		return this.type;
	}

	ApplicationContextInitializer<GenericApplicationContext> server() {
		return (context) -> context.registerBean("webServerFactory", this.factory);
	}

}
