package io.github.corsstarter.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * One application's configuration and the rows that hold for it. The application has
 * <ul>
 * <li>the configuration of {@link #configuration()},
 * {@code server.forward-headers-strategy:
 * framework}, {@code server.max-http-request-header-size: 32KB}, and no Spring
 * Security;</li>
 * <li>a handler for every path, every method and every error page, that answers with
 * status 200, the body {@value #HANDLED} and the header {@value #MARK_NAME}:
 * {@value #MARK_VALUE}, and that does what the request header {@value #TASK_NAME} asks
 * for: {@code set-cors}, {@code add-cors} (CORS headers of its own), {@code set-timing},
 * {@code add-timing} ({@code Timing-Allow-Origin} of its own), {@code set-vary}
 * ({@code Vary: Accept-Encoding}), {@code set-vary-origin} ({@code Vary: origin,
 * Accept}), {@code add-vary} (two more lines of {@code Vary}), {@code not-found} (status
 * 404), {@code send-error} (the container's 404), {@code throw} (500), {@code reset}
 * (sets headers, then takes all back), {@code async} (answers on another thread),
 * {@code stream} (flushes in between), {@code async-throw} (begins asynchronous
 * processing and throws), {@code async-dispatch-throw} (throws in a later dispatch) and
 * {@code async-timeout} (never answers);</li>
 * <li>on the paths of {@link AsynchronousFailures}, Spring MVC, whose asynchronous
 * results fail before the first byte, again as {@value #TASK_NAME} asks for.</li>
 * </ul>
 */
public enum ConformanceSuite {

	/** Every form of every key. No {@code cors.defaults}, no {@code cors.debug}. */
	STANDARD("standard.yml", "origins.txt", "same-origin.txt", "embedded.txt", "kinds.txt", "methods.txt",
			"headers.txt", "responses.txt", "paths.txt", "handlers.txt", "audiences.txt", "timing.txt"),

	/**
	 * {@code cors.debug} and {@code cors.defaults}, which hold for a whole application.
	 */
	DEBUG("debug.yml", "debug.txt", "defaults.txt", "audiences-debug.txt"),

	/**
	 * {@code cors.allowed-hosts}, together with {@code cors.debug}, which must not matter
	 * to it. Also together with several policies for one path and {@code allow-timing}.
	 */
	HOSTS("hosts.yml", "hosts.txt", "together.txt");

	/** The name of the response header that says that the handler ran. */
	public static final String MARK_NAME = "X-Handler";

	/** The value of the response header that says that the handler ran. */
	public static final String MARK_VALUE = "ran";

	/** The name of the request header that gives the handler a task. */
	public static final String TASK_NAME = "X-Task";

	/** The handler's body. */
	public static final String HANDLED = "handled";

	private static final String FOLDER = "/conformance/";

	private final String configuration;

	private final List<String> tables;

	ConformanceSuite(String configuration, String... tables) {
		this.configuration = configuration;
		this.tables = List.of(tables);
	}

	/**
	 * The configuration, as {@code spring.config.location} wants it.
	 * @return a location on the class path
	 */
	public String configuration() {
		return "classpath:" + FOLDER + this.configuration;
	}

	/**
	 * The rows in the order of the files.
	 * @return all rows, including those that some stacks leave out
	 */
	public List<ConformanceRow> rows() {
		List<ConformanceRow> rows = new ArrayList<>();
		this.tables.forEach((table) -> rows.addAll(ConformanceTable.read(FOLDER + table)));
		return rows;
	}

	/**
	 * The rows for a stack.
	 * @param stack {@code engine}, {@code tomcat}, {@code jetty}, {@code undertow} or
	 * {@code netty}
	 * @return the rows that this stack must pass
	 */
	public List<ConformanceRow> rows(String stack) {
		return rows().stream().filter((row) -> !row.notOn().containsKey(stack)).toList();
	}

}
