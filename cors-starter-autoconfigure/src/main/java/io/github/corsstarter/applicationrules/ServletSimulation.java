package io.github.corsstarter.applicationrules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.policy.SafeText;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Shows a request to the CORS filters of a servlet application, to those of Spring
 * Security, and to the handler mappings of Spring MVC, in the order in which a container
 * would. No other filter, no interceptor and no handler is called.
 */
final class ServletSimulation implements Function<SimulatedRequest, SimulatedResponse> {

	private static final String SECURITY = "springSecurityFilterChain";

	private static final String SECURITY_TYPE = "org.springframework.security.web.FilterChainProxy";

	private static final int SECURITY_ORDER = -100;

	private static final String ASKS_MVC = "Spring Security";

	private static final String SPRING_MVC = "org.springframework.web.servlet.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final String contextPath;

	private final String dispatcherPath;

	private final List<ApplicationRule> known;

	private final boolean security;

	/**
	 * Create a simulation.
	 * @param beanFactory the beans of the application
	 * @param contextPath the context path, or an empty string
	 * @param dispatcherPath the path of Spring's servlet, or an empty string
	 * @param known rules that have another source than the handler mappings that apply
	 * them
	 */
	ServletSimulation(ConfigurableListableBeanFactory beanFactory, String contextPath, String dispatcherPath,
			List<ApplicationRule> known) {
		this.beanFactory = beanFactory;
		this.contextPath = contextPath;
		this.dispatcherPath = dispatcherPath;
		this.known = List.copyOf(known);
		this.security = ClassUtils.isPresent(SECURITY_TYPE, beanFactory.getBeanClassLoader());
	}

	@Override
	public SimulatedResponse apply(SimulatedRequest request) {
		ServletContext servletContext = servletContext();
		ServingServlet servlet = servlet(servletContext, request.path());
		// The prefix may be encoded or have path parameters.
		String prefix = (servlet != null && decoded(request.path()).startsWith(servlet.prefix())) ? servlet.prefix()
				: "";
		HttpServletRequest servletRequest = StandInRequest.of(request, this.contextPath, prefix, servletContext);
		Run run = new Run(filters(servletRequest, servlet), servletRequest, servlet, request.path());
		try {
			run.proceed(servletRequest, run.response.asServletResponse());
		}
		catch (Exception | LinkageError ex) {
			run.error = (ex instanceof Exception exception) ? exception : new IllegalStateException(ex);
		}
		return run.result();
	}

	private @Nullable ServletContext servletContext() {
		return this.beanFactory.getBeanProvider(ServletContext.class).getIfAvailable();
	}

	private static String decoded(String path) {
		return StringUtils.uriDecode(path, StandardCharsets.UTF_8);
	}

	/** The servlet that serves a path, or {@code null} if none does. */
	private @Nullable ServingServlet servlet(@Nullable ServletContext context, String path) {
		if (context != null && !ServingServlet.areUnknown(context)) {
			return ServingServlet.find(context, decoded(SafeText.withoutParameters(path)),
					this.beanFactory.getBeanClassLoader());
		}
		boolean served = (path + "/").startsWith(this.dispatcherPath + "/");
		return served ? new ServingServlet("dispatcherServlet", "", this.dispatcherPath, true) : null;
	}

	/** The filters that may answer, in the order of the container. */
	@SuppressWarnings("rawtypes")
	private List<NamedFilter> filters(HttpServletRequest request, @Nullable ServingServlet servlet) {
		String path = request.getServletPath() + ((request.getPathInfo() != null) ? request.getPathInfo() : "");
		Map<Filter, NamedFilter> filters = new LinkedHashMap<>();
		int securityOrder = SECURITY_ORDER;
		for (Map.Entry<String, AbstractFilterRegistrationBean> entry : new InstantiatedBeans<>(this.beanFactory,
				AbstractFilterRegistrationBean.class)
			.instances()
			.entrySet()) {
			AbstractFilterRegistrationBean<?> registration = entry.getValue();
			if (registration instanceof FilterRegistrationBean<?> own && own.getFilter() != null) {
				boolean applies = own.isEnabled() && applies(own, path, servlet);
				filters.put(own.getFilter(), new NamedFilter(entry.getKey(), own.getFilter(), own.getOrder(), applies));
			}
			else if (entry.getKey().equals("securityFilterChainRegistration")) {
				securityOrder = registration.getOrder();
			}
		}
		int defaultSecurityOrder = securityOrder;
		new InstantiatedBeans<>(this.beanFactory, Filter.class).instances().forEach((name, filter) -> {
			if (!filters.containsKey(filter)) {
				filters.put(filter, ofBean(name, filter, defaultSecurityOrder, path));
			}
		});
		return filters.values()
			.stream()
			.filter(NamedFilter::applies)
			.filter((filter) -> filter.isSpringCors() || filter.isForPreflights() || filter.isHandWritten()
					|| filter.name().equals(SECURITY))
			.sorted(Comparator.comparingInt(NamedFilter::order))
			.toList();
	}

	private NamedFilter ofBean(String name, Filter filter, int securityOrder, String path) {
		FilterRegistration annotation = this.beanFactory.findAnnotationOnBean(name, FilterRegistration.class, false);
		if (annotation != null) {
			List<String> patterns = List.of(annotation.urlPatterns());
			return new NamedFilter(name, filter, annotation.order(),
					annotation.enabled() && (patterns.isEmpty() || matches(patterns, path)));
		}
		Integer order = name.equals(SECURITY) ? Integer.valueOf(securityOrder) : (filter instanceof Ordered ordered)
				? Integer.valueOf(ordered.getOrder()) : OrderUtils.getOrder(filter.getClass());
		return new NamedFilter(name, filter, (order != null) ? order : Ordered.LOWEST_PRECEDENCE, true);
	}

	/** A registration without patterns and servlets is for every path. */
	private static boolean applies(FilterRegistrationBean<?> registration, String path,
			@Nullable ServingServlet servlet) {
		Set<String> servlets = new HashSet<>(registration.getServletNames());
		registration.getServletRegistrationBeans().forEach((other) -> servlets.add(other.getServletName()));
		boolean everywhere = servlets.isEmpty() && registration.getUrlPatterns().isEmpty();
		return everywhere || matches(registration.getUrlPatterns(), path)
				|| (servlet != null && servlets.contains(servlet.name()));
	}

	private static boolean matches(Collection<String> patterns, String path) {
		return patterns.stream()
			.anyMatch((pattern) -> pattern.equals("/*") || pattern.equals(path)
					|| (pattern.endsWith("/*") && (path + "/").startsWith(pattern.substring(0, pattern.length() - 1)))
					|| (pattern.startsWith("*.") && path.endsWith(pattern.substring(1))));
	}

	private List<HandlerMapping> mappings() {
		List<HandlerMapping> mappings = new ArrayList<>(beans(HandlerMapping.class));
		AnnotationAwareOrderComparator.sort(mappings);
		return mappings;
	}

	private static String simpleName(String type) {
		return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
	}

	private <T> Collection<T> beans(Class<T> type) {
		return new InstantiatedBeans<>(this.beanFactory, type).instances().values();
	}

	private String name(HandlerMapping mapping) {
		return new InstantiatedBeans<>(this.beanFactory, HandlerMapping.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == mapping)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseGet(() -> mapping.getClass().getSimpleName());
	}

	/**
	 * The name of the rule in a filter of Spring Security.
	 * @return the name, or {@value #ASKS_MVC} if the filter asks Spring MVC
	 */
	private String nameInSecurity(CorsFilter filter, SecurityCorsFilters.Chain chain) {
		CorsConfigurationSource source = PrivateFields.read(CorsFilter.class, CorsConfigurationSource.class, filter);
		if (source != null && source.getClass().getName().startsWith(SPRING_MVC)) {
			return ASKS_MVC;
		}
		return new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == source)
			.map((bean) -> "CorsConfigurationSource '" + bean.getKey() + "'")
			.findFirst()
			.orElse(SecurityChains.label(chain.name()));
	}

	/**
	 * A filter of the application.
	 *
	 * @param name the name of its bean or of its registration
	 * @param filter the filter
	 * @param order its order
	 * @param applies whether it gets the request
	 */
	private record NamedFilter(String name, Filter filter, int order, boolean applies) {

		boolean isSpringCors() {
			return this.filter instanceof CorsFilter;
		}

		boolean isForPreflights() {
			return PreflightFilters.contain(this.filter);
		}

		/** A filter that seems to be about CORS, but is not Spring's. */
		boolean isHandWritten() {
			String type = this.filter.getClass().getName();
			String simpleName = type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
			return !isSpringCors() && !isForPreflights() && !OwnFilters.contain(type)
					&& (simpleName.contains("cors") || simpleName.contains("crossorigin"));
		}

	}

	/**
	 * The way of one request through the filters to the handler mappings.
	 */
	private final class Run implements FilterChain {

		private final List<NamedFilter> filters;

		private final HttpServletRequest request;

		private final @Nullable ServingServlet servlet;

		private final String path;

		private final boolean preflight;

		private final StandInResponse response = new StandInResponse();

		private final List<String> notes = new ArrayList<>();

		private int next;

		private @Nullable String source;

		private @Nullable CorsConfiguration configuration;

		private @Nullable String unknown;

		private @Nullable Exception error;

		Run(List<NamedFilter> filters, HttpServletRequest request, @Nullable ServingServlet servlet, String path) {
			this.filters = filters;
			this.request = request;
			this.servlet = servlet;
			this.path = path;
			this.preflight = CorsUtils.isPreFlightRequest(request);
		}

		SimulatedResponse result() {
			if (this.servlet == null && this.source != null) {
				// Some containers call no filter then.
				String note = "No servlet serves this path. " + this.source
						+ " applies only if the container calls filters for such a path.";
				return new SimulatedResponse(null, this.response.written(), null, null, List.of(note), this.source);
			}
			return new SimulatedResponse(this.source, this.response.written(), this.configuration, this.error,
					this.notes, this.unknown);
		}

		@Override
		public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse)
				throws IOException, ServletException {
			proceed((HttpServletRequest) servletRequest, (HttpServletResponse) servletResponse);
		}

		void proceed(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
			if (this.next == this.filters.size()) {
				dispatch(request, response);
				return;
			}
			NamedFilter filter = this.filters.get(this.next);
			this.next++;
			if (filter.isSpringCors()) {
				apply(filter.filter(), "CorsFilter '" + filter.name() + "'");
			}
			else if (filter.isForPreflights()) {
				applyToPreflight(filter.filter(), "PreFlightRequestFilter '" + filter.name() + "'");
			}
			else if (filter.isHandWritten()) {
				this.unknown = "filter '" + filter.name() + "'";
				this.notes.add("The filter '" + filter.name() + "' (" + filter.filter().getClass().getSimpleName()
						+ ") may answer first. It is not Spring's CorsFilter, so its rules are not known.");
				proceed(request, response);
			}
			else {
				applySecurity(filter.filter());
			}
		}

		private void applySecurity(Filter springSecurity) throws IOException, ServletException {
			SecurityCorsFilters.Chain chain = ServletSimulation.this.security
					? SecurityCorsFilters.of(ServletSimulation.this.beanFactory, springSecurity, this.request) : null;
			if (chain != null) {
				for (Filter filter : chain.filters()) {
					if (filter instanceof CorsFilter cors) {
						apply(cors, nameInSecurity(cors, chain));
						return;
					}
					if (this.preflight && PreflightFilters.contain(filter)) {
						applyToPreflight(filter, SecurityChains.label(chain.name()));
						return;
					}
				}
				if (this.preflight) {
					this.notes.add("Spring Security has no CORS filter for this path. If the path needs"
							+ " authentication, it refuses the preflight.");
				}
			}
			proceed(this.request, this.response.asServletResponse());
		}

		/**
		 * Lets a filter answer if the request is a preflight. No later filter sees a
		 * preflight then.
		 */
		private void applyToPreflight(Filter filter, String name) throws IOException, ServletException {
			if (this.preflight && PreflightFilters.askHandlerMappings(filter)) {
				callHandlers(this.request, this.response.asServletResponse());
			}
			else {
				apply(filter, name);
			}
		}

		/** Lets a filter answer. If it does not, the next one does. */
		private void apply(Filter filter, String name) throws IOException, ServletException {
			AtomicBoolean passed = new AtomicBoolean();
			try {
				filter.doFilter(this.request, this.response.asServletResponse(), (request, response) -> {
					passed.set(true);
					if (this.source == null && hasAllowOrigin()) {
						decided(name);
					}
					proceed((HttpServletRequest) request, (HttpServletResponse) response);
				});
			}
			catch (IllegalArgumentException ex) {
				this.source = (this.source != null) ? this.source : name;
				throw ex;
			}
			if (!passed.get() && this.source == null) {
				decided(name);
			}
		}

		/**
		 * The filter of Spring Security may ask Spring MVC for the rule of the handler.
		 */
		private void decided(String name) {
			this.source = name;
			if (name.equals(ASKS_MVC)) {
				Run handlers = new Run(List.of(), this.request, this.servlet, this.path);
				try {
					handlers.callHandlers(this.request, handlers.response.asServletResponse());
				}
				catch (IOException | ServletException | RuntimeException ex) {
					handlers.source = null;
				}
				this.configuration = handlers.configuration;
				// Spring Security refuses an actual request only by a rule, and a
				// preflight
				// also if there is no rule.
				boolean rule = !this.preflight || hasAllowOrigin();
				this.source = (handlers.source != null) ? handlers.source : rule ? name : null;
			}
		}

		private boolean hasAllowOrigin() {
			return this.response.written().header(CorsHeaders.ALLOW_ORIGIN) != null;
		}

		private void dispatch(HttpServletRequest request, HttpServletResponse response)
				throws IOException, ServletException {
			if (this.servlet != null && this.servlet.springMvc()) {
				callHandlers(request, response);
			}
			else if (this.servlet != null && this.source == null && !this.servlet.isOfContainer()) {
				this.unknown = (this.unknown != null) ? this.unknown : "servlet '" + this.servlet.name() + "'";
				this.notes.add("The servlet '" + SafeText.ofConfiguration(this.servlet.name()) + "' ("
						+ simpleName(this.servlet.type())
						+ ") serves this path, so no rule of Spring MVC applies. Whether the servlet sends CORS headers is"
						+ " not known.");
			}
		}

		/** As {@code DispatcherServlet} does. */
		private void callHandlers(HttpServletRequest request, HttpServletResponse response)
				throws IOException, ServletException {
			ServletRequestPathUtils.parseAndCache(request);
			for (HandlerMapping mapping : mappings()) {
				HandlerExecutionChain chain;
				try {
					if (mapping instanceof RequestMappingHandlerMapping methods && isLazy(methods, request, response)) {
						return;
					}
					chain = mapping.getHandler(request);
				}
				catch (IllegalArgumentException ex) {
					this.source = (this.source != null) ? this.source : name(mapping, request);
					throw ex;
				}
				catch (IOException | ServletException | RuntimeException ex) {
					throw ex;
				}
				catch (Exception ex) {
					throw new ServletException(ex);
				}
				if (chain != null) {
					apply(mapping, chain, request, response);
					return;
				}
			}
		}

		private void apply(HandlerMapping mapping, HandlerExecutionChain chain, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			CorsConfigurationSource rule = rule(chain);
			if (rule == null) {
				return;
			}
			apply(mapping, rule.getCorsConfiguration(request), request, response);
		}

		/**
		 * Whether Spring would have to create the controller. Then its rule is applied
		 * without it.
		 */
		private boolean isLazy(RequestMappingHandlerMapping mapping, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			ConfigurableListableBeanFactory beans = ServletSimulation.this.beanFactory;
			MvcLazyHandler handler = MvcLazyHandler.find(mapping, request, beans);
			if (handler == null) {
				return false;
			}
			if (this.preflight && !handler.alone()) {
				this.unknown = (this.unknown != null) ? this.unknown : "Spring MVC";
				this.notes.add(SimulatedResponse.SEVERAL_HANDLERS);
				return true;
			}
			request.setAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, handler.method());
			CorsConfiguration annotated = new CrossOriginRules(beans::resolveEmbeddedValue)
				.configuration(handler.method(), handler.mapped());
			CorsConfiguration global = global(mapping, request);
			CorsConfiguration found = (global != null) ? global.combine(annotated) : annotated;
			if (found != null) {
				found.validateAllowCredentials();
				found.validateAllowPrivateNetwork();
			}
			apply(mapping, found, request, response);
			return true;
		}

		private void apply(HandlerMapping mapping, @Nullable CorsConfiguration found, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			CorsProcessor processor = (mapping instanceof AbstractHandlerMapping handlers) ? handlers.getCorsProcessor()
					: new DefaultCorsProcessor();
			boolean answered = hasAllowOrigin();
			if (found != null && !answered && this.source == null) {
				this.source = name(mapping, request);
				// Another processor may decide otherwise than the settings say.
				this.configuration = processor.getClass().equals(DefaultCorsProcessor.class) ? found : null;
			}
			processor.processRequest(found, request, response);
		}

		/**
		 * Spring puts the rule into the handler of a preflight, or into an interceptor.
		 */
		private @Nullable CorsConfigurationSource rule(HandlerExecutionChain chain) {
			if (this.preflight) {
				return (chain.getHandler() instanceof CorsConfigurationSource rule) ? rule : null;
			}
			for (HandlerInterceptor interceptor : chain.getInterceptorList()) {
				if (interceptor instanceof CorsConfigurationSource rule) {
					return rule;
				}
			}
			return null;
		}

		private String name(HandlerMapping mapping, HttpServletRequest request) {
			List<String> names = new ArrayList<>();
			if (mapping instanceof AbstractHandlerMapping handlers) {
				CorsConfiguration global = global(handlers, request);
				if (global != null) {
					names.add(known(isOfAddCorsMappings(global, request) ? "addCorsMappings"
							: "the handler mapping '" + ServletSimulation.this.name(mapping) + "'"));
				}
			}
			String annotation = (request
				.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method)
						? CrossOriginRules.find(method) : null;
			if (annotation != null) {
				names.add(annotation);
			}
			return names.isEmpty() ? known("CORS configuration of the handler") : String.join(" and ", names);
		}

		private static @Nullable CorsConfiguration global(AbstractHandlerMapping mapping, HttpServletRequest request) {
			CorsConfigurationSource source = mapping.getCorsConfigurationSource();
			return (source != null) ? source.getCorsConfiguration(request) : null;
		}

		/** Spring gives the same settings to all of its own handler mappings. */
		private boolean isOfAddCorsMappings(CorsConfiguration settings, HttpServletRequest request) {
			return ServletSimulation.this.beans(RequestMappingHandlerMapping.class)
				.stream()
				.anyMatch((mapping) -> global(mapping, request) == settings);
		}

		private String known(String otherwise) {
			return ServletSimulation.this.known.stream()
				.filter((rule) -> rule.names(this.path))
				.map(ApplicationRule::source)
				.findFirst()
				.orElse(otherwise);
		}

	}

}
