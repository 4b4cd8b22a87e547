package io.github.corsstarter.test;

import io.github.corsstarter.applicationrules.RuleMigration;

import org.springframework.context.ApplicationContext;

/**
 * Writes policies that allow the same requests as the CORS rules that an application has
 * today. For applications without the actuator: call it in a test that starts the
 * application.
 *
 * <pre>
 * &#64;SpringBootTest
 * class CorsMigrationTests {
 *
 *     &#64;Test
 *     void print(&#64;Autowired ApplicationContext context) {
 *         System.out.println(CorsMigration.of(context));
 *     }
 *
 * }
 * </pre>
 */
public final class CorsMigration {

	private CorsMigration() {
	}

	/**
	 * Write the configuration. Sends no request and changes nothing.
	 * @param context the application; a web application of either stack that is running
	 * @return the same text as {@code GET /actuator/corsmigration}: a YAML document with
	 * comments
	 */
	public static String of(ApplicationContext context) {
		return RuleMigration.of(context);
	}

}
