package io.github.corsstarter.applicationrules;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.decision.BrowserVerdict.Response;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the response of a servlet container. It keeps the status and the headers,
 * and drops the body.
 */
final class StandInResponse {

	private static final int OK = 200;

	private int status = OK;

	private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final HttpServletResponse proxy = (HttpServletResponse) Proxy.newProxyInstance(
			HttpServletResponse.class.getClassLoader(), new Class<?>[] { HttpServletResponse.class },
			(self, method, args) -> answer(self, method, (args != null) ? args : new Object[0]));

	/** The response as Spring's components see it. */
	HttpServletResponse asServletResponse() {
		return this.proxy;
	}

	/** What has been written so far. */
	Response written() {
		Map<String, String> joined = new LinkedHashMap<>();
		this.headers.forEach((name, values) -> joined.put(name, String.join(", ", values)));
		return new Response(this.status, joined);
	}

	private @Nullable Object answer(Object self, Method method, Object[] args) {
		switch (method.getName()) {
			case "setStatus", "sendError" -> {
				this.status = (Integer) args[0];
			}
			case "addHeader", "addIntHeader", "addDateHeader" ->
				this.headers.computeIfAbsent((String) args[0], (name) -> new ArrayList<>())
					.add(String.valueOf(args[1]));
			case "setHeader", "setIntHeader", "setDateHeader" ->
				this.headers.put((String) args[0], new ArrayList<>(List.of(String.valueOf(args[1]))));
			default -> {
				return read(self, method, args);
			}
		}
		return null;
	}

	private @Nullable Object read(Object self, Method method, Object[] args) {
		return switch (method.getName()) {
			case "equals" -> self == args[0];
			case "hashCode" -> System.identityHashCode(self);
			case "toString" -> "response " + this.status;
			case "getStatus" -> this.status;
			case "containsHeader" -> this.headers.containsKey((String) args[0]);
			case "getHeader" -> values(args).isEmpty() ? null : values(args).get(0);
			case "getHeaders" -> values(args);
			case "getHeaderNames" -> List.copyOf(this.headers.keySet());
			case "getOutputStream" -> new NowhereStream();
			case "encodeURL", "encodeRedirectURL" -> args[0];
			default -> StandInRequest.nothing(method.getReturnType());
		};
	}

	private List<String> values(Object[] args) {
		return List.copyOf(this.headers.getOrDefault((String) args[0], List.of()));
	}

	/**
	 * A stream that drops everything.
	 */
	private static final class NowhereStream extends ServletOutputStream {

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			// Nothing is written asynchronously.
		}

		@Override
		public void write(int value) {
			// The body is not needed.
		}

	}

}
