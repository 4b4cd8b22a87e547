package io.github.corsstarter.applicationrules;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Stands in for a request of a servlet container. It has a path and headers, but no
 * connection, body, session or user. A dynamic proxy implements the interface, because
 * its methods differ between versions of the Servlet API.
 */
final class StandInRequest {

	private final SimulatedRequest request;

	private final String contextPath;

	private final String servletPath;

	private final String dispatcherPath;

	private final String pathInfo;

	private final @Nullable ServletContext servletContext;

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private final Map<String, String[]> parameters;

	private StandInRequest(SimulatedRequest request, String contextPath, String dispatcherPath,
			@Nullable ServletContext servletContext) {
		this.request = request;
		this.contextPath = contextPath;
		this.dispatcherPath = dispatcherPath;
		String decoded = StringUtils.uriDecode(request.path(), StandardCharsets.UTF_8);
		this.servletPath = dispatcherPath.isEmpty() ? decoded : dispatcherPath;
		this.pathInfo = dispatcherPath.isEmpty() ? "" : decoded.substring(dispatcherPath.length());
		this.servletContext = servletContext;
		this.parameters = parameters(request.query());
	}

	/**
	 * Create a request.
	 * @param request the contents
	 * @param contextPath the context path, or an empty string
	 * @param dispatcherPath the path of the servlet, or an empty string if it gets every
	 * path
	 * @param servletContext the context of the application
	 */
	static HttpServletRequest of(SimulatedRequest request, String contextPath, String dispatcherPath,
			@Nullable ServletContext servletContext) {
		StandInRequest standIn = new StandInRequest(request, contextPath, dispatcherPath, servletContext);
		return (HttpServletRequest) Proxy.newProxyInstance(HttpServletRequest.class.getClassLoader(),
				new Class<?>[] { HttpServletRequest.class },
				(proxy, method, args) -> standIn.answer(proxy, method, (args != null) ? args : new Object[0]));
	}

	@SuppressWarnings("JdkObsolete") // The Servlet API has a StringBuffer.
	private @Nullable Object answer(Object proxy, Method method, Object[] args) {
		String uri = this.contextPath + this.request.path();
		return switch (method.getName()) {
			case "equals" -> proxy == args[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> this.request.method() + " " + uri;
			case "getMethod" -> this.request.method();
			case "getRequestURI" -> uri;
			case "getRequestURL" -> new StringBuffer(this.request.scheme()).append("://")
				.append(this.request.headers().get("Host"))
				.append(uri);
			case "getContextPath" -> this.contextPath;
			case "getServletPath" -> this.servletPath;
			case "getPathInfo" -> this.pathInfo.isEmpty() ? null : this.pathInfo;
			case "getQueryString" -> this.request.query();
			case "getScheme" -> this.request.scheme();
			case "isSecure" -> this.request.scheme().equals("https");
			case "getServerName" -> this.request.host();
			case "getServerPort" -> this.request.port();
			case "getProtocol" -> "HTTP/1.1";
			case "getRemoteAddr", "getRemoteHost", "getLocalAddr", "getLocalName" -> "127.0.0.1";
			case "getDispatcherType" -> DispatcherType.REQUEST;
			case "getServletContext" -> this.servletContext;
			case "getHttpServletMapping" -> new StandInMapping(this.dispatcherPath);
			case "getLocale" -> Locale.ENGLISH;
			case "getLocales" -> Collections.enumeration(List.of(Locale.ENGLISH));
			case "getHeader" -> this.request.headers().get((String) args[0]);
			case "getHeaders" -> header((String) args[0]);
			case "getHeaderNames" -> Collections.enumeration(this.request.headers().keySet());
			case "getContentType" -> this.request.headers().get("Content-Type");
			case "getIntHeader", "getContentLength" -> -1;
			case "getDateHeader", "getContentLengthLong" -> -1L;
			case "getAttribute" -> this.attributes.get((String) args[0]);
			case "getAttributeNames" -> Collections.enumeration(new ArrayList<>(this.attributes.keySet()));
			case "setAttribute" -> set((String) args[0], args[1]);
			case "removeAttribute" -> set((String) args[0], null);
			case "getParameterMap" -> this.parameters;
			case "getParameterNames" -> Collections.enumeration(this.parameters.keySet());
			case "getParameterValues" -> this.parameters.get((String) args[0]);
			case "getParameter" -> first(this.parameters.get((String) args[0]));
			default -> nothing(method.getReturnType());
		};
	}

	private Enumeration<String> header(String name) {
		String value = this.request.headers().get(name);
		return Collections.enumeration((value != null) ? List.of(value) : List.of());
	}

	private @Nullable Object set(String name, @Nullable Object value) {
		if (value != null) {
			this.attributes.put(name, value);
		}
		else {
			this.attributes.remove(name);
		}
		return null;
	}

	private static @Nullable String first(String @Nullable [] values) {
		return (values != null) ? values[0] : null;
	}

	/** The result of a method that has nothing to return. */
	static @Nullable Object nothing(Class<?> type) {
		if (type == boolean.class) {
			return false;
		}
		if (type == int.class) {
			return 0;
		}
		if (type == long.class) {
			return 0L;
		}
		return (type == Enumeration.class) ? Collections.emptyEnumeration() : null;
	}

	private static Map<String, String[]> parameters(@Nullable String query) {
		Map<String, String[]> parameters = new LinkedHashMap<>();
		for (String pair : (query != null && !query.isEmpty()) ? query.split("&") : new String[0]) {
			String[] parts = pair.split("=", 2);
			String name = decode(parts[0]);
			String value = (parts.length > 1) ? decode(parts[1]) : "";
			parameters.merge(name, new String[] { value }, StringUtils::concatenateStringArrays);
		}
		return parameters;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	/**
	 * The mapping of the servlet.
	 *
	 * @param prefix the path that the mapping contains, or an empty string if Spring
	 * looks up the whole path
	 */
	private record StandInMapping(String prefix) implements HttpServletMapping {

		@Override
		public String getMatchValue() {
			return "";
		}

		/** Spring ignores the prefix if the pattern is {@code /*}. */
		@Override
		public String getPattern() {
			return this.prefix.isEmpty() ? "/" : this.prefix + "/*";
		}

		@Override
		public String getServletName() {
			return "dispatcherServlet";
		}

		@Override
		public MappingMatch getMappingMatch() {
			return this.prefix.isEmpty() ? MappingMatch.DEFAULT : MappingMatch.PATH;
		}

	}

}
