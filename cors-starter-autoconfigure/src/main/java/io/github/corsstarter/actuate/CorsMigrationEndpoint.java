package io.github.corsstarter.actuate;

import io.github.corsstarter.applicationrules.RuleMigration;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.context.ApplicationContext;

/**
 * Actuator endpoint that writes policies that allow the same requests as the CORS rules
 * that the application has today. Changes nothing. Safe for use by many threads.
 */
@Endpoint(id = "corsmigration")
public class CorsMigrationEndpoint {

	/** Also what Spring Boot accepts as the name of a media type on every stack. */
	static final String MEDIA_TYPE = "text/plain;charset=UTF-8";

	private final ApplicationContext context;

	/**
	 * Create the endpoint.
	 * @param context the application
	 */
	public CorsMigrationEndpoint(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Write the configuration.
	 * @return a YAML document with comments
	 */
	@ReadOperation(produces = MEDIA_TYPE)
	public String migration() {
		return RuleMigration.of(this.context);
	}

}
