package io.github.corsstarter.applicationrules;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.corsstarter.decision.BrowserVerdict.Response;
import io.github.corsstarter.decision.CorsHeaders;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.FixedLocaleContextResolver;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Shows a request to the CORS filters of a reactive application, to those of Spring
 * Security, and to the handler mappings of Spring WebFlux, in the order in which the
 * server would. No other filter and no handler is called.
 */
final class ReactiveSimulation implements Function<SimulatedRequest, SimulatedResponse> {

	/** Nothing here waits for input, unless a component of the application does so. */
	static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final String SECURITY_FILTER = "org.springframework.security.web.server.WebFilterChainProxy";

	private static final List<String> WEB_FLUX_MAPPINGS = List.of("requestMappingHandlerMapping",
			"routerFunctionMapping", "resourceHandlerMapping");

	private final ConfigurableListableBeanFactory beanFactory;

	private final String contextPath;

	private final List<ApplicationRule> known;

	private final WebFluxApplicationRules webFlux;

	private final boolean security;

	/** Created on first use, because it loads many classes. */
	private volatile @Nullable ServerCodecConfigurer codecs;

	/**
	 * Create a simulation.
	 * @param beanFactory the beans of the application
	 * @param contextPath the base path, or an empty string
	 * @param known rules that have another source than the handler mappings that apply
	 * them
	 * @param webFlux finds the rules of {@code addCorsMappings}
	 */
	ReactiveSimulation(ConfigurableListableBeanFactory beanFactory, String contextPath, List<ApplicationRule> known,
			WebFluxApplicationRules webFlux) {
		this.beanFactory = beanFactory;
		this.contextPath = contextPath;
		this.known = List.copyOf(known);
		this.webFlux = webFlux;
		this.security = ClassUtils.isPresent(SECURITY_FILTER, beanFactory.getBeanClassLoader());
	}

	@Override
	public SimulatedResponse apply(SimulatedRequest request) {
		StandInResponse response = new StandInResponse();
		Run run;
		try {
			run = new Run(
					new DefaultServerWebExchange(new StandInRequest(request, this.contextPath), response,
							(exchange) -> Mono.empty(), codecs(), new FixedLocaleContextResolver(Locale.ENGLISH)),
					request);
		}
		catch (IllegalArgumentException ex) {
			// Not a URI, so no request can have this path.
			return new SimulatedResponse(null, response.written(), null, ex, List.of(), null);
		}
		try {
			run.proceed(filters(), 0).block(TIMEOUT);
		}
		catch (RuntimeException | LinkageError ex) {
			run.error = (ex instanceof RuntimeException exception) ? exception : new IllegalStateException(ex);
		}
		return new SimulatedResponse(run.source, response.written(), run.configuration, run.error, run.notes,
				run.unknown);
	}

	private ServerCodecConfigurer codecs() {
		ServerCodecConfigurer present = this.codecs;
		if (present == null) {
			present = ServerCodecConfigurer.create();
			this.codecs = present;
		}
		return present;
	}

	/** The filters that may answer, in the order of the server. */
	private List<Map.Entry<String, WebFilter>> filters() {
		List<Map.Entry<String, WebFilter>> filters = new ArrayList<>(
				new InstantiatedBeans<>(this.beanFactory, WebFilter.class).instances().entrySet());
		List<WebFilter> ordered = this.beanFactory.getBeanProvider(WebFilter.class).orderedStream().toList();
		filters.removeIf((filter) -> !isCors(filter.getValue()) && !PreflightFilters.contain(filter.getValue())
				&& !isHandWritten(filter.getValue())
				&& !filter.getValue().getClass().getName().equals(SECURITY_FILTER));
		filters.sort(
				(left, right) -> Integer.compare(ordered.indexOf(left.getValue()), ordered.indexOf(right.getValue())));
		return filters;
	}

	private static boolean isCors(WebFilter filter) {
		return filter instanceof CorsWebFilter;
	}

	/** A filter that seems to be about CORS, but is not Spring's. */
	private static boolean isHandWritten(WebFilter filter) {
		String type = filter.getClass().getName();
		return !isCors(filter) && !PreflightFilters.contain(filter) && !OwnFilters.contain(type)
				&& type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).contains("cors");
	}

	/** The name of the rule in a filter of Spring Security. */
	private String nameInSecurity(WebFilter filter, ReactiveSecurityCorsFilters.Chain chain) {
		CorsConfigurationSource source = PrivateFields.read(CorsWebFilter.class, CorsConfigurationSource.class, filter);
		return new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == source)
			.map((bean) -> "CorsConfigurationSource '" + bean.getKey() + "'")
			.findFirst()
			.orElse(SecurityChains.label(chain.name()));
	}

	private List<HandlerMapping> mappings() {
		List<HandlerMapping> mappings = new ArrayList<>();
		for (DispatcherHandler dispatcher : new InstantiatedBeans<>(this.beanFactory, DispatcherHandler.class)
			.instances()
			.values()) {
			List<HandlerMapping> own = dispatcher.getHandlerMappings();
			mappings.addAll((own != null) ? own : List.of());
		}
		AnnotationAwareOrderComparator.sort(mappings);
		return mappings;
	}

	/**
	 * The way of one request through the filters to the handler mappings.
	 */
	private final class Run {

		private final ServerWebExchange exchange;

		private final String path;

		private final boolean preflight;

		private final List<String> notes = new ArrayList<>();

		private @Nullable String source;

		private @Nullable CorsConfiguration configuration;

		private @Nullable String unknown;

		private @Nullable Exception error;

		Run(ServerWebExchange exchange, SimulatedRequest request) {
			this.exchange = exchange;
			this.path = request.path();
			this.preflight = CorsUtils.isPreFlightRequest(exchange.getRequest());
		}

		Mono<Void> proceed(List<Map.Entry<String, WebFilter>> filters, int next) {
			if (next == filters.size()) {
				return dispatch();
			}
			String name = filters.get(next).getKey();
			WebFilter filter = filters.get(next).getValue();
			Mono<Void> rest = Mono.defer(() -> proceed(filters, next + 1));
			if (isCors(filter)) {
				return apply(filter, "CorsWebFilter '" + name + "'", rest);
			}
			if (PreflightFilters.contain(filter)) {
				return applyToPreflight(filter, "PreFlightRequestWebFilter '" + name + "'", rest);
			}
			if (isHandWritten(filter)) {
				this.unknown = "filter '" + name + "'";
				this.notes.add("The filter '" + name + "' (" + filter.getClass().getSimpleName()
						+ ") may answer first. It is not Spring's CorsWebFilter, so its rules are not known.");
				return rest;
			}
			return applySecurity(rest);
		}

		private Mono<Void> applySecurity(Mono<Void> rest) {
			ReactiveSecurityCorsFilters.Chain chain = ReactiveSimulation.this.security
					? ReactiveSecurityCorsFilters.of(ReactiveSimulation.this.beanFactory, this.exchange) : null;
			if (chain == null) {
				return rest;
			}
			for (WebFilter filter : chain.filters()) {
				if (isCors(filter)) {
					return apply(filter, nameInSecurity(filter, chain), rest);
				}
				if (this.preflight && PreflightFilters.contain(filter)) {
					return applyToPreflight(filter, SecurityChains.label(chain.name()), rest);
				}
			}
			if (this.preflight) {
				this.notes.add("Spring Security has no CORS filter for this path. If the path needs"
						+ " authentication, it refuses the preflight.");
			}
			return rest;
		}

		/**
		 * Lets a filter answer if the request is a preflight. No later filter sees a
		 * preflight then.
		 */
		private Mono<Void> applyToPreflight(WebFilter filter, String name, Mono<Void> rest) {
			return (this.preflight && PreflightFilters.askHandlerMappings(filter)) ? dispatch()
					: apply(filter, name, rest);
		}

		/** Lets a filter answer. If it does not, the next one does. */
		private Mono<Void> apply(WebFilter filter, String name, Mono<Void> rest) {
			boolean[] passed = new boolean[1];
			return Mono.defer(() -> filter.filter(this.exchange, (exchange) -> {
				passed[0] = true;
				if (this.source == null && hasAllowOrigin()) {
					this.source = name;
				}
				return rest;
			})).doOnError(IllegalArgumentException.class, (ex) -> decided(name)).doOnSuccess((ignored) -> {
				if (!passed[0]) {
					decided(name);
				}
			});
		}

		private void decided(String name) {
			this.source = (this.source != null) ? this.source : name;
		}

		private boolean hasAllowOrigin() {
			return this.exchange.getResponse().getHeaders().getFirst(CorsHeaders.ALLOW_ORIGIN) != null;
		}

		/** As {@code DispatcherHandler} does. A mapping also applies its CORS rule. */
		private Mono<Void> dispatch() {
			return Flux.fromIterable(mappings())
				.concatMap((mapping) -> handler(mapping).doOnNext((handler) -> handled(mapping))
					.doOnError(IllegalArgumentException.class, (ex) -> handled(mapping)))
				.next()
				.then();
		}

		/**
		 * The handler for the request. If Spring would have to create a controller, its
		 * rule is applied without it.
		 */
		private Mono<?> handler(HandlerMapping mapping) {
			ConfigurableListableBeanFactory beans = ReactiveSimulation.this.beanFactory;
			WebFluxLazyHandler handler = (mapping instanceof RequestMappingHandlerMapping methods)
					? WebFluxLazyHandler.find(methods, this.exchange, beans) : null;
			if (handler == null || !(mapping instanceof RequestMappingHandlerMapping methods)) {
				return mapping.getHandler(this.exchange);
			}
			if (this.preflight && !handler.alone()) {
				this.unknown = (this.unknown != null) ? this.unknown : "Spring WebFlux";
				this.notes.add(SimulatedResponse.SEVERAL_HANDLERS);
				return Mono.empty();
			}
			this.exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, handler.method());
			CorsConfiguration annotated = new CrossOriginRules(beans::resolveEmbeddedValue)
				.configuration(handler.method(), handler.mapped());
			CorsConfiguration global = global(mapping);
			CorsConfiguration found = (global != null) ? global.combine(annotated) : annotated;
			return Mono.fromCallable(() -> {
				if (found != null) {
					found.validateAllowCredentials();
					found.validateAllowPrivateNetwork();
				}
				if (found != null || this.preflight) {
					methods.getCorsProcessor().process(found, this.exchange);
				}
				return handler;
			});
		}

		private @Nullable CorsConfiguration global(HandlerMapping mapping) {
			UrlBasedCorsConfigurationSource mappings = isOfWebFlux(mapping)
					? ReactiveSimulation.this.webFlux.globalSource() : null;
			return (mappings != null) ? mappings.getCorsConfiguration(this.exchange) : null;
		}

		private void handled(HandlerMapping mapping) {
			if (this.source != null) {
				return;
			}
			List<String> names = new ArrayList<>();
			CorsConfiguration global = global(mapping);
			if (global != null) {
				names.add(known("addCorsMappings"));
			}
			CorsConfiguration annotated = null;
			if (mapping instanceof RequestMappingHandlerMapping methods && this.exchange
				.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method) {
				String name = CrossOriginRules.find(method);
				if (name != null) {
					names.add(name);
					annotated = isRefusalPossible() ? ReactiveSimulation.this.webFlux.annotated(methods, method) : null;
				}
			}
			if (!names.isEmpty()) {
				this.source = String.join(" and ", names);
				this.configuration = (global != null) ? global.combine(annotated) : annotated;
			}
			else if (hasAllowOrigin() || isKnown() || (!this.preflight && isForbidden())) {
				this.source = known("CORS configuration of the handler");
			}
		}

		/**
		 * The settings are needed only to find out why a browser refuses the answer.
		 * Spring allows a preflight even if it does not allow all headers.
		 */
		private boolean isRefusalPossible() {
			return !hasAllowOrigin()
					|| this.exchange.getRequest().getHeaders().getFirst(CorsHeaders.REQUEST_HEADERS) != null;
		}

		private boolean isForbidden() {
			return HttpStatus.FORBIDDEN.equals(this.exchange.getResponse().getStatusCode());
		}

		/** The mappings that {@code addCorsMappings} applies to. */
		private boolean isOfWebFlux(HandlerMapping mapping) {
			ConfigurableListableBeanFactory beans = ReactiveSimulation.this.beanFactory;
			return WEB_FLUX_MAPPINGS.stream()
				.anyMatch((name) -> beans.containsSingleton(name) && beans.getSingleton(name) == mapping);
		}

		private boolean isKnown() {
			return ReactiveSimulation.this.known.stream().anyMatch((rule) -> rule.names(this.path));
		}

		private String known(String otherwise) {
			return ReactiveSimulation.this.known.stream()
				.filter((rule) -> rule.names(this.path))
				.map(ApplicationRule::source)
				.findFirst()
				.orElse(otherwise);
		}

	}

	/**
	 * Stands in for a request of the server. It has a path and headers, but no body.
	 */
	private static final class StandInRequest implements ServerHttpRequest {

		private final SimulatedRequest request;

		private final URI uri;

		private final RequestPath path;

		private final HttpHeaders headers = new HttpHeaders();

		private final Map<String, Object> attributes = new HashMap<>();

		StandInRequest(SimulatedRequest request, String contextPath) {
			this.request = request;
			this.uri = URI.create(request.scheme() + "://" + request.headers().get(CorsHeaders.HOST) + contextPath
					+ request.path() + ((request.query() != null) ? "?" + request.query() : ""));
			this.path = RequestPath.parse(this.uri, contextPath);
			request.headers().forEach(this.headers::set);
		}

		@Override
		public String getId() {
			return "corscheck";
		}

		@Override
		public RequestPath getPath() {
			return this.path;
		}

		@Override
		public MultiValueMap<String, String> getQueryParams() {
			return UriComponentsBuilder.fromUri(this.uri).build().getQueryParams();
		}

		@Override
		public MultiValueMap<String, HttpCookie> getCookies() {
			return CollectionUtils.unmodifiableMultiValueMap(new LinkedMultiValueMap<>());
		}

		@Override
		public HttpMethod getMethod() {
			return HttpMethod.valueOf(this.request.method());
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.empty();
		}

	}

	/**
	 * Stands in for a response of the server. It drops the body.
	 */
	private static final class StandInResponse extends AbstractServerHttpResponse {

		private static final int OK = 200;

		StandInResponse() {
			super(DefaultDataBufferFactory.sharedInstance);
		}

		/** What has been written so far. */
		Response written() {
			HttpStatusCode status = getStatusCode();
			Map<String, String> joined = new LinkedHashMap<>();
			getHeaders().forEach((name, values) -> joined.put(name, String.join(", ", values)));
			return new Response((status != null) ? status.value() : OK, joined);
		}

		@Override
		@SuppressWarnings("TypeParameterUnusedInFormals") // Spring's method has it.
		public <T> T getNativeResponse() {
			throw new IllegalStateException("There is no server");
		}

		@Override
		protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return Mono.empty();
		}

		@Override
		protected void applyStatusCode() {
			// Nothing is sent.
		}

		@Override
		protected void applyHeaders() {
			// Nothing is sent.
		}

		@Override
		protected void applyCookies() {
			// Nothing is sent.
		}

	}

}
