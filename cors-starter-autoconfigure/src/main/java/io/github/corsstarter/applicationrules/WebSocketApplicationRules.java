package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.socket.sockjs.support.AbstractSockJsService;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

/**
 * Finds the origins that Spring's WebSocket, SockJS and STOMP endpoints allow. By
 * default, that is only the same origin. These endpoints check the origin even if a
 * policy covers their path.
 */
final class WebSocketApplicationRules implements ApplicationRuleSource {

	private static final String REGISTRATION = "setAllowedOrigins of WebSocket handlers";

	private static final String GRAPHQL_HANDLER = "org.springframework.graphql.server.webmvc.GraphQlWebSocketHandler";

	/** The prefix of the properties that configure the origin check of that handler. */
	private static final String GRAPHQL_CORS = "spring.graphql.cors";

	private final ConfigurableListableBeanFactory beanFactory;

	private final String servletPath;

	private final Set<String> known;

	/**
	 * Create a source.
	 * @param beanFactory the bean factory that has the handler mappings
	 * @param servletPath the path that precedes the paths of the handler mappings, or an
	 * empty string
	 * @param known rules that another source finds; their paths are left out here
	 */
	WebSocketApplicationRules(ConfigurableListableBeanFactory beanFactory, String servletPath,
			List<ApplicationRule> known) {
		this.beanFactory = beanFactory;
		this.servletPath = servletPath;
		this.known = known.stream().flatMap((rule) -> rule.paths().stream()).collect(Collectors.toSet());
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		Map<Check, Set<String>> paths = new LinkedHashMap<>();
		for (HandlerMapping mapping : new InstantiatedBeans<>(this.beanFactory, HandlerMapping.class).instances()
			.values()) {
			if (mapping instanceof AbstractUrlHandlerMapping urls) {
				urls.getHandlerMap().forEach((path, handler) -> {
					Check check = check(handler);
					// An endpoint that allows every origin adds no rule.
					if (check != null && !check.allowsEveryOrigin()) {
						paths.computeIfAbsent(check, (key) -> new TreeSet<>()).add(this.servletPath + path);
					}
				});
			}
		}
		List<ApplicationRule> rules = new ArrayList<>();
		paths.forEach((check, those) -> {
			those.removeAll(this.known);
			if (!those.isEmpty()) {
				rules.add(new ApplicationRule(check.source(), List.copyOf(those), check.settings(),
						Precedence.ON_HANDSHAKES));
			}
		});
		return rules;
	}

	private static @Nullable Check check(Object handler) {
		if (handler instanceof WebSocketHttpRequestHandler socket) {
			for (HandshakeInterceptor interceptor : socket.getHandshakeInterceptors()) {
				if (interceptor instanceof OriginHandshakeInterceptor check) {
					boolean graphQl = WebSocketHandlerDecorator.unwrap(socket.getWebSocketHandler())
						.getClass()
						.getName()
						.equals(GRAPHQL_HANDLER);
					return new Check(graphQl ? GRAPHQL_CORS : REGISTRATION,
							settings(check.getAllowedOrigins(), check.getAllowedOriginPatterns()));
				}
			}
		}
		else if (handler instanceof SockJsHttpRequestHandler sockJs
				&& sockJs.getSockJsService() instanceof AbstractSockJsService service) {
			return new Check(REGISTRATION, settings(service.getAllowedOrigins(), service.getAllowedOriginPatterns()));
		}
		return null;
	}

	private static Settings settings(@Nullable Collection<String> origins, @Nullable Collection<String> patterns) {
		boolean none = patterns == null || patterns.isEmpty();
		return Settings.ofOrigins((origins != null) ? List.copyOf(origins) : List.of(),
				none ? null : List.copyOf(patterns));
	}

	private record Check(String source, Settings settings) {

		boolean allowsEveryOrigin() {
			List<String> origins = this.settings.originsAndPatterns();
			return origins != null && origins.contains("*");
		}

	}

}
