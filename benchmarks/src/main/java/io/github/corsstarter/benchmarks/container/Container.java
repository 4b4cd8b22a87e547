package io.github.corsstarter.benchmarks.container;

import java.util.List;
import java.util.Locale;

import io.github.corsstarter.benchmarks.scenario.Question;
import jakarta.servlet.Filter;

/**
 * The containers whose objects are used.
 */
public enum Container {

	/** Tomcat 11. */
	TOMCAT {

		@Override
		public List<ContainerContender> contenders() {
			return List.of(ContainerContender.NONE, ContainerContender.STARTER, ContainerContender.HEADERS,
					ContainerContender.SPRING_7, ContainerContender.TOMCAT, ContainerContender.JETTY);
		}

		@Override
		ContainerCall call(Filter filter, Question question) {
			return new TomcatCall(filter, question);
		}

	},

	/** Jetty 12. */
	JETTY {

		@Override
		public List<ContainerContender> contenders() {
			return List.of(ContainerContender.NONE, ContainerContender.STARTER, ContainerContender.HEADERS,
					ContainerContender.SPRING_7, ContainerContender.JETTY);
		}

		@Override
		ContainerCall call(Filter filter, Question question) throws Exception {
			return new JettyCall(filter, question);
		}

	};

	/**
	 * What is compared: no filter first, then the columns of the table.
	 * @return the contenders
	 */
	public abstract List<ContainerContender> contenders();

	/**
	 * The name of the suite in files of results.
	 * @return the name
	 */
	public String suite() {
		return "container-" + name().toLowerCase(Locale.ROOT);
	}

	abstract ContainerCall call(Filter filter, Question question) throws Exception;

}
