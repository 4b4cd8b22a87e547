package io.github.corsstarter.benchmarks.endtoend;

import java.util.List;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Configures Spring's filter instead of the starter's. The paths that the load requests
 * have the same rules as in the sample. The other paths have rules that are similar to
 * the sample's.
 */
@Configuration(proxyBeanMethods = false)
class SpringFilterConfiguration {

	private static final int ORDER = -2147483598;

	@Bean
	FilterRegistrationBean<CorsFilter> springFilter() {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/api/catalogue/**",
				configuration(List.of("*"), List.of("GET"), List.of("*"), List.of("etag")));
		source.registerCorsConfiguration("/api/partners/**",
				configuration(
						List.of("https://partner.example", "https://*.partner.example", "http://api.bob.test",
								"http://*.bob.localhost:[*]"),
						List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
						List.of("content-type", "api-key", "x-custom-header"),
						List.of("etag", "location", "foobar", "api-key")));
		CorsConfiguration account = configuration(
				List.of("https://*.example.test", "http://*.example.localhost:[*]", "http://localhost:[3000,5173]"),
				List.of("GET", "PUT"), List.of("authorization", "content-type", "x-csrf-token"), List.of());
		account.setAllowCredentials(true);
		source.registerCorsConfiguration("/account/**", account);
		source.registerCorsConfiguration("/api/estimates/**", configuration(List.of("null", "http://localhost:[*]"),
				List.of("GET", "HEAD", "POST"), List.of("x-prototype-version", "x-requested-with"), List.of()));
		source.registerCorsConfiguration("/api/drafts/**",
				configuration(
						List.of("https://pr-*.preview.test", "http://pr-*.preview.localhost:[*]",
								"http://localhost:[*]", "http://127.0.0.1:[*]"),
						List.of("GET", "PUT", "DELETE"), List.of("content-type"), List.of()));
		source.registerCorsConfiguration("/internal/**",
				configuration(List.of(), List.of("GET"), List.of(), List.of()));
		FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(new CorsFilter(source));
		registration.setOrder(ORDER);
		return registration;
	}

	private static CorsConfiguration configuration(List<String> origins, List<String> methods, List<String> headers,
			List<String> exposed) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOriginPatterns(origins);
		configuration.setAllowedMethods(methods);
		configuration.setAllowedHeaders(headers);
		configuration.setExposedHeaders(exposed);
		configuration.setMaxAge(1800L);
		return configuration;
	}

}
