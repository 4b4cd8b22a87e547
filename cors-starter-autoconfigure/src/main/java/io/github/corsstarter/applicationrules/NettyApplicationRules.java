package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;

import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Finds what answers requests in Reactor Netty before any {@code WebFilter} runs: the
 * RSocket server on the port of the web server, the routes of {@code NettyRouteProvider}
 * beans, and the handlers that a {@code NettyServerCustomizer} adds. Spring Boot 4 moved
 * these two types to another package, so this class looks them up as {@link Function},
 * which both extend. To see their routes and handlers, each of them is called once more,
 * for a server that never starts.
 */
final class NettyApplicationRules implements ApplicationRuleSource {

	private static final String FACTORY = "NettyReactiveWebServerFactory";

	private static final String RSOCKET = "RSocketWebSocketNettyRouteProvider";

	private static final String RSOCKET_PATH = "spring.rsocket.server.mapping-path";

	private static final ResolvableType ROUTE_PROVIDER = ResolvableType.forClassWithGenerics(Function.class,
			HttpServerRoutes.class, HttpServerRoutes.class);

	private static final ResolvableType CUSTOMIZER = ResolvableType.forClassWithGenerics(Function.class,
			HttpServer.class, HttpServer.class);

	/**
	 * The templates of Reactor Netty that mean the same as a path pattern. All others are
	 * regular expressions.
	 */
	private static final Pattern PATH_PATTERN = Pattern.compile("(?:/(?:[\\w.~-]++|\\{\\w++}))*+(?:/|/\\*\\*)?");

	private static final String EVERY_PATH = "/**";

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final String basePath;

	/** By route provider or customizer, so that each is called only once. */
	private final IdentityHashMap<Object, List<ApplicationRule>> found = new IdentityHashMap<>();

	/**
	 * Create a source.
	 * @param beanFactory the bean factory that has the web server factory
	 * @param environment the properties of the application
	 * @param basePath the path that policies leave out and that routes contain, or an
	 * empty string
	 */
	NettyApplicationRules(ConfigurableListableBeanFactory beanFactory, Environment environment, String basePath) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.basePath = basePath;
	}

	@Override
	public synchronized List<ApplicationRule> applicationRules() {
		List<ApplicationRule> rules = new ArrayList<>();
		new InstantiatedBeans<>(this.beanFactory, WebServerFactory.class).instances()
			.values()
			.stream()
			.filter(NettyApplicationRules::isNetty)
			.forEach((factory) -> {
				addRouteProviders(rules);
				addCustomizers(rules, factory);
			});
		return rules;
	}

	private static boolean isNetty(WebServerFactory factory) {
		Class<?> type = factory.getClass();
		while (type != null && !type.getSimpleName().equals(FACTORY)) {
			type = type.getSuperclass();
		}
		return type != null;
	}

	private void addRouteProviders(List<ApplicationRule> rules) {
		functions(ROUTE_PROVIDER).forEach((name, provider) -> rules.addAll(find(provider, () -> {
			if (provider.getClass().getSimpleName().equals(RSOCKET)) {
				String path = this.environment.getProperty(RSOCKET_PATH, "");
				return rules("RSocket server (" + RSOCKET_PATH + ")", Set.of(pathPattern(path)));
			}
			String source = "NettyRouteProvider '" + name + "'";
			try {
				return rules(source, paths(provider));
			}
			catch (RuntimeException ex) {
				return rules(source, Set.of(EVERY_PATH));
			}
		})));
	}

	private static Set<String> paths(Function<Object, Object> provider) {
		Set<String> paths = new LinkedHashSet<>();
		HttpServerRoutes routes = (HttpServerRoutes) provider.apply(HttpServerRoutes.newRoutes());
		routes.removeIf((route) -> {
			paths.add(pathPattern(route.getPath()));
			return false;
		});
		return paths;
	}

	private void addCustomizers(List<ApplicationRule> rules, WebServerFactory factory) {
		Map<String, Function<Object, Object>> beans = functions(CUSTOMIZER);
		for (Function<Object, Object> customizer : customizers(factory, beans.values())) {
			rules.addAll(find(customizer, () -> addsHandler(customizer)
					? rules("NettyServerCustomizer " + name(customizer, beans), Set.of(EVERY_PATH)) : List.of()));
		}
	}

	/**
	 * The factory has the customizers that are beans, and those that other code has
	 * added.
	 */
	@SuppressWarnings("unchecked")
	private static Collection<Function<Object, Object>> customizers(WebServerFactory factory,
			Collection<Function<Object, Object>> beans) {
		try {
			Object customizers = PropertyAccessorFactory.forBeanPropertyAccess(factory)
				.getPropertyValue("serverCustomizers");
			return (customizers != null) ? List.copyOf((Collection<Function<Object, Object>>) customizers) : beans;
		}
		catch (BeansException ex) {
			return beans;
		}
	}

	private static boolean addsHandler(Function<Object, Object> customizer) {
		HttpServer server = HttpServer.create();
		try {
			HttpServer customized = (HttpServer) customizer.apply(server);
			return customized.configuration().childObserver() != server.configuration().childObserver();
		}
		catch (RuntimeException ex) {
			return true;
		}
	}

	private static String name(Object customizer, Map<String, Function<Object, Object>> beans) {
		return beans.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == customizer)
			.map((bean) -> "'" + bean.getKey() + "'")
			.findFirst()
			.orElseGet(() -> customizer.getClass().getName().split("\\$\\$", 2)[0]);
	}

	private List<ApplicationRule> find(Object function, Supplier<List<ApplicationRule>> rules) {
		return this.found.computeIfAbsent(function, (key) -> rules.get());
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private Map<String, Function<Object, Object>> functions(ResolvableType type) {
		return (Map) new InstantiatedBeans<>(this.beanFactory, type, Function.class).instances();
	}

	private List<ApplicationRule> rules(String source, Set<String> paths) {
		List<String> relative = new ArrayList<>();
		for (String path : paths) {
			if (path.equals(EVERY_PATH) || path.startsWith(this.basePath + "/")) {
				relative.add(path.equals(EVERY_PATH) ? path : path.substring(this.basePath.length()));
			}
			// No policy covers a path outside the base path. A route that starts with a
			// variable can also match paths inside it.
			else if (path.startsWith("/{")) {
				relative.add(EVERY_PATH);
			}
		}
		return relative.isEmpty() ? List.of() : List
			.of(new ApplicationRule(source, relative, ApplicationRule.Settings.UNKNOWN, Precedence.BEFORE_FILTERS));
	}

	private static String pathPattern(@Nullable String template) {
		return (template != null && !template.isEmpty() && PATH_PATTERN.matcher(template).matches()) ? template
				: EVERY_PATH;
	}

}
