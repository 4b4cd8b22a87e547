package io.github.corsstarter.benchmarks.container;

import io.github.corsstarter.benchmarks.scenario.Question;
import jakarta.servlet.Filter;

/**
 * The containers whose objects are used.
 */
public enum Container {

	/** Tomcat 11. */
	TOMCAT {

		@Override
		ContainerCall call(Filter filter, Question question) {
			return new TomcatCall(filter, question);
		}

	},

	/** Jetty 12. */
	JETTY {

		@Override
		ContainerCall call(Filter filter, Question question) throws Exception {
			return new JettyCall(filter, question);
		}

	};

	abstract ContainerCall call(Filter filter, Question question) throws Exception;

}
