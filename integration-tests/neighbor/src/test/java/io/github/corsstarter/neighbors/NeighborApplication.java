package io.github.corsstarter.neighbors;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * A small application with one neighbor in it. All neighbors are on one class path, so
 * each application names the modules of Spring Boot that it is about.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@interface NeighborApplication {

	/** On Tomcat or, where it is {@code REACTIVE}, on Netty. */
	WebApplicationType type() default WebApplicationType.SERVLET;

	/** Modules of {@link NeighborServer#OPTIONAL} that are not switched off. */
	String[] with() default {};

	/** Properties that the neighbor needs. */
	String[] properties() default {};

}
