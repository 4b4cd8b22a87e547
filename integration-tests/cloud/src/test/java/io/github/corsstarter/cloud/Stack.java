package io.github.corsstarter.cloud;

import java.time.Duration;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
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
		return (context) -> {
			context.registerBean("webServerFactory", this.factory, (definition) -> {
				if (this == NETTY) {
					definition.getPropertyValues().add("resourceFactory", new RuntimeBeanReference("netty"));
				}
			});
			if (this == NETTY) {
				context.registerBean("netty", ReactorResourceFactory.class, Stack::resources);
			}
		};
	}

	/** If instances shared the threads of Netty, the first one to stop would stop all. */
	private static ReactorResourceFactory resources() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		return resources;
	}

}
