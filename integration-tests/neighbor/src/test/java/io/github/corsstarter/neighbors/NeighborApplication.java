package io.github.corsstarter.neighbors;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * A small application with one neighbor. All neighbors are on one class path, so each
 * application names the modules of Spring Boot that it needs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@interface NeighborApplication {

	/**
	 * The type of the application. {@code REACTIVE} runs on Netty, the other on Tomcat.
	 */
	WebApplicationType type() default WebApplicationType.SERVLET;

	/**
	 * The modules of {@link NeighborServer#OPTIONAL} that stay enabled, and {@code mcp}
	 * for that of Spring AI.
	 */
	String[] with() default {};

	/** Properties that the neighbor needs. */
	String[] properties() default {};

}
