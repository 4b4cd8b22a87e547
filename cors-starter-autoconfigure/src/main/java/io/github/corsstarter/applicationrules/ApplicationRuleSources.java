package io.github.corsstarter.applicationrules;

import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Creates the sources that find the CORS rules of Spring's components. The class of a
 * source is loaded only when the source is created, because it needs the library of its
 * component.
 */
public final class ApplicationRuleSources {

	private final Environment environment;

	private final ConfigurableListableBeanFactory beanFactory;

	private final String contextPath;

	private final String dispatcherPath;

	private final PropertyApplicationRules properties;

	private ApplicationRuleSources(Stack stack, Environment environment, ConfigurableListableBeanFactory beanFactory,
			String contextPath, String dispatcherPath) {
		this.environment = environment;
		this.beanFactory = beanFactory;
		this.contextPath = UrlPath.normalize(contextPath);
		this.dispatcherPath = UrlPath.normalize(dispatcherPath);
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		this.properties = new PropertyApplicationRules(environment, (name) -> ClassUtils.isPresent(name, classLoader),
				stack, this.dispatcherPath);
	}

	/**
	 * Sources for a servlet application.
	 * @param environment the properties of the application
	 * @param beanFactory the beans of the application
	 * @return the sources
	 */
	public static ApplicationRuleSources servlet(Environment environment, ConfigurableListableBeanFactory beanFactory) {
		return new ApplicationRuleSources(Stack.SERVLET, environment, beanFactory,
				environment.getProperty("server.servlet.context-path", ""),
				environment.getProperty("spring.mvc.servlet.path", ""));
	}

	/**
	 * Sources for a reactive application.
	 * @param environment the properties of the application
	 * @param beanFactory the beans of the application
	 * @return the sources
	 */
	public static ApplicationRuleSources reactive(Environment environment,
			ConfigurableListableBeanFactory beanFactory) {
		return new ApplicationRuleSources(Stack.REACTIVE, environment, beanFactory,
				environment.getProperty("spring.webflux.base-path", ""), "");
	}

	/**
	 * The context path. Paths that browsers send begin with it, and path patterns of
	 * policies do not contain it.
	 * @return the path, which starts with a slash and does not end with one, or an empty
	 * string
	 */
	public String contextPath() {
		return this.contextPath;
	}

	/** The path that precedes the paths of the handler mappings, or an empty string. */
	String dispatcherPath() {
		return this.dispatcherPath;
	}

	/**
	 * The base path of a separate management port. On that port, paths that browsers send
	 * begin with it, and path patterns of policies do not contain it.
	 * @return the path, which starts with a slash and does not end with one, or an empty
	 * string
	 */
	public String managementBasePath() {
		return this.properties.managementBasePath();
	}

	/** Whether the actuator has a port of its own. */
	boolean isActuatorOnOwnPort() {
		return this.properties.isActuatorOnOwnPort();
	}

	/**
	 * The CORS properties of the actuator, of Spring for GraphQL and, on WebFlux, of
	 * Spring Cloud Gateway.
	 * @return the source
	 */
	public ApplicationRuleSource properties() {
		return this.properties;
	}

	/**
	 * Spring's {@code CorsFilter}. Needs the Servlet API.
	 * @return the source
	 */
	public ApplicationRuleSource servletFilters() {
		return new ServletFilterApplicationRules(this.beanFactory);
	}

	/**
	 * Beans of the type {@code CorsConfigurationSource} in a servlet application.
	 * @return the source
	 */
	public ApplicationRuleSource servletConfigurationSources() {
		return new CorsSourceApplicationRules(this.beanFactory);
	}

	/**
	 * {@code @CrossOrigin} and {@code addCorsMappings} in Spring MVC. Needs Spring MVC.
	 * @return the source
	 */
	public ApplicationRuleSource springMvc() {
		return new MvcApplicationRules(this.beanFactory, this.dispatcherPath, fromProperties());
	}

	/**
	 * The origins that WebSocket endpoints of a servlet application allow. Needs Spring
	 * MVC and Spring WebSocket.
	 * @return the source
	 */
	public ApplicationRuleSource webSockets() {
		return new WebSocketApplicationRules(this.beanFactory, this.dispatcherPath, fromProperties());
	}

	/**
	 * {@code @CrossOrigin} on the repositories that Spring Data REST exports. Needs
	 * Spring Data REST.
	 * @return the source
	 */
	public ApplicationRuleSource dataRest() {
		return new DataRestApplicationRules(this.beanFactory, this.dispatcherPath);
	}

	/**
	 * Beans of the types {@code CorsWebFilter} and {@code CorsConfigurationSource} in a
	 * reactive application. Needs Reactor.
	 * @return the source
	 */
	public ApplicationRuleSource webFilters() {
		return new WebFilterApplicationRules(this.beanFactory);
	}

	/**
	 * {@code @CrossOrigin} and {@code addCorsMappings} in Spring WebFlux. Needs Spring
	 * WebFlux.
	 * @return the source
	 */
	public ApplicationRuleSource springWebFlux() {
		return new WebFluxApplicationRules(this.beanFactory, fromProperties());
	}

	/**
	 * What answers requests in Reactor Netty before any filter runs: the RSocket server
	 * on the port of the web server, and routes that are added to Reactor Netty. Needs
	 * Reactor Netty.
	 * @return the source
	 */
	public ApplicationRuleSource nettyRoutes() {
		return new NettyApplicationRules(this.beanFactory, this.environment, this.contextPath);
	}

	/**
	 * Predicts what the CORS filters and the handler mappings of a servlet application
	 * answer. Needs Spring MVC.
	 * @return the prediction
	 */
	public ApplicationRuleAnswers servletAnswers() {
		return new AnswerPrediction(
				new ServletSimulation(this.beanFactory, this.contextPath, this.dispatcherPath, fromProperties()));
	}

	/**
	 * Predicts what the CORS filters and the handler mappings of a reactive application
	 * answer. Needs Spring WebFlux.
	 * @return the prediction
	 */
	public ApplicationRuleAnswers reactiveAnswers() {
		return new AnswerPrediction(new ReactiveSimulation(this.beanFactory, this.contextPath, fromProperties(),
				new WebFluxApplicationRules(this.beanFactory, fromProperties())));
	}

	private List<ApplicationRule> fromProperties() {
		return this.properties.applicationRules();
	}

}
