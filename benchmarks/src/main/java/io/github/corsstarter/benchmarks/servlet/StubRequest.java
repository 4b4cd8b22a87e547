package io.github.corsstarter.benchmarks.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;

import io.github.corsstarter.benchmarks.scenario.Question;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * A request that is very cheap and does not allocate. It searches headers one by one, as
 * containers do.
 */
final class StubRequest extends HttpServletRequestWrapper {

	private static final HttpServletMapping MAPPING = new Mapping();

	private final String method;

	private final String path;

	private final String url;

	private final Attributes<String> headers = new Attributes<>();

	private final Attributes<Object> attributes = new Attributes<>();

	private final OneValue oneValue = new OneValue();

	private final Names names = new Names();

	StubRequest(Question question) {
		// The starter reads Host from the request of the container.
		super(Unsupported.except("getHeader", Question.HOST, HttpServletRequest.class));
		this.method = question.method();
		this.path = question.path();
		this.url = Question.ORIGIN + question.path();
		List<String> lines = question.headers();
		for (int i = 0; i < lines.size(); i += 2) {
			this.headers.add(lines.get(i), lines.get(i + 1));
		}
	}

	void clear() {
		this.attributes.clear();
	}

	@Override
	public String getMethod() {
		return this.method;
	}

	@Override
	public String getRequestURI() {
		return this.path;
	}

	@Override
	public StringBuffer getRequestURL() {
		return new StringBuffer(this.url);
	}

	@Override
	public @Nullable String getQueryString() {
		return null;
	}

	@Override
	public String getContextPath() {
		return "";
	}

	@Override
	public String getServletPath() {
		return this.path;
	}

	@Override
	public @Nullable String getPathInfo() {
		return null;
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return MAPPING;
	}

	@Override
	public String getScheme() {
		return "https";
	}

	@Override
	public boolean isSecure() {
		return true;
	}

	@Override
	public String getServerName() {
		return Question.HOST;
	}

	@Override
	public int getServerPort() {
		return 443;
	}

	@Override
	public DispatcherType getDispatcherType() {
		return DispatcherType.REQUEST;
	}

	@Override
	public boolean isAsyncStarted() {
		return false;
	}

	@Override
	public String getCharacterEncoding() {
		return "UTF-8";
	}

	@Override
	public int getContentLength() {
		return -1;
	}

	@Override
	public @Nullable String getContentType() {
		return getHeader("Content-Type");
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.headers.get(name);
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		String value = this.headers.get(name);
		return (value != null) ? this.oneValue.of(value) : Collections.emptyEnumeration();
	}

	@Override
	public Enumeration<String> getHeaderNames() {
		this.names.next = 0;
		return this.names;
	}

	@Override
	public @Nullable Object getAttribute(String name) {
		return this.attributes.get(name);
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		if (value != null) {
			this.attributes.set(name, value);
		}
		else {
			removeAttribute(name);
		}
	}

	@Override
	public void removeAttribute(String name) {
		this.attributes.remove(name);
	}

	/** Reused, because no filter iterates over the names twice at the same time. */
	@SuppressWarnings("JdkObsolete")
	private final class Names implements Enumeration<String> {

		private int next;

		@Override
		public boolean hasMoreElements() {
			return this.next < StubRequest.this.headers.size();
		}

		@Override
		public String nextElement() {
			return StubRequest.this.headers.name(this.next++);
		}

	}

	/**
	 * Reused, because no filter iterates over the values of two headers at the same time.
	 */
	@SuppressWarnings("JdkObsolete")
	private static final class OneValue implements Enumeration<String> {

		private @Nullable String next;

		OneValue of(String value) {
			this.next = value;
			return this;
		}

		@Override
		public boolean hasMoreElements() {
			return this.next != null;
		}

		@Override
		public String nextElement() {
			String value = this.next;
			if (value == null) {
				throw new NoSuchElementException();
			}
			this.next = null;
			return value;
		}

	}

	private static final class Mapping implements HttpServletMapping {

		@Override
		public String getMatchValue() {
			return "";
		}

		@Override
		public String getPattern() {
			return "/";
		}

		@Override
		public String getServletName() {
			return "dispatcherServlet";
		}

		@Override
		public MappingMatch getMappingMatch() {
			return MappingMatch.DEFAULT;
		}

	}

}
