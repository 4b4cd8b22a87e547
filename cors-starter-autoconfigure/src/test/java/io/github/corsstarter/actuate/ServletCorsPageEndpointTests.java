package io.github.corsstarter.actuate;

import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Tests the page on Tomcat.
 */
class ServletCorsPageEndpointTests extends AbstractCorsPageEndpointTests {

	/** On the class path of the tests, a management port could have either server. */
	private static final String JETTY_MANAGEMENT = "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration";

	ServletCorsPageEndpointTests() {
		super(Container.TOMCAT, Application.class, Secured.class, SecuredEarly.class, "server.servlet.context-path");
	}

	private static SecurityFilterChain chain(HttpSecurity http, boolean early) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.headers(
					(headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives("script-src 'none'"))
						.withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {

							@Override
							public <O extends HeaderWriterFilter> O postProcess(O filter) {
								filter.setShouldWriteHeadersEagerly(early);
								return filter;
							}

						}))
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = JETTY_MANAGEMENT)
	@Import(Handler.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handler.class)
	static class Secured {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return ServletCorsPageEndpointTests.chain(http, false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handler.class)
	static class SecuredEarly {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return ServletCorsPageEndpointTests.chain(http, true);
		}

	}

}
