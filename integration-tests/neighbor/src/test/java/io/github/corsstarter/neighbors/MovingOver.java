package io.github.corsstarter.neighbors;

import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The application that {@code docs/moving-over.md} moves to policies, on both stacks, and
 * the same application without CORS rules of its own.
 */
final class MovingOver {

	private static final String USER = "spring.security.user.name=user";

	private static final String PASSWORD = "spring.security.user.password={noop}secret";

	private MovingOver() {
	}

	@NeighborApplication(with = "security", properties = { USER, PASSWORD })
	@Import({ ShopConfiguration.class, OrderController.class, Pages.class })
	static class Servlet {

	}

	@NeighborApplication(with = "security", properties = { USER, PASSWORD })
	@Import({ PlainConfiguration.class, PlainOrderController.class, Pages.class })
	static class ServletWithoutRules {

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE, with = "security", properties = { USER, PASSWORD })
	@Import({ ReactiveShopConfiguration.class, OrderController.class, Pages.class })
	static class Reactive {

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE, with = "security", properties = { USER, PASSWORD })
	@Import({ ReactivePlainConfiguration.class, PlainOrderController.class, Pages.class })
	static class ReactiveWithoutRules {

	}

	@Configuration(proxyBeanMethods = false)
	static class ShopConfiguration implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/catalogue/**")
				.allowedOrigins("https://shop.example", "https://search.example")
				.allowedMethods("GET");
		}

		@Bean
		@Order(1)
		SecurityFilterChain partners(HttpSecurity http) {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOriginPatterns(List.of("https://*.partner.example"));
			configuration.setAllowedMethods(List.of("GET", "POST"));
			configuration.setAllowedHeaders(List.of("Authorization", "Content-Type"));
			return http.securityMatcher("/partners/**")
				.cors((cors) -> cors.configurationSource((request) -> configuration))
				.csrf((csrf) -> csrf.disable())
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		SecurityFilterChain shop(HttpSecurity http) {
			return http.cors(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

	}

	@RestController
	@RequestMapping("/orders")
	@CrossOrigin(origins = "https://shop.example", allowCredentials = "true")
	static class OrderController {

		@GetMapping
		String list() {
			return "[]";
		}

		@GetMapping("/{id}")
		String order() {
			return "{}";
		}

		@PutMapping("/{id}")
		String change() {
			return "{}";
		}

		@DeleteMapping("/{id}")
		@CrossOrigin("https://admin.example")
		String delete() {
			return "{}";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfiguration {

		@Bean
		@Order(1)
		SecurityFilterChain partners(HttpSecurity http) {
			return http.securityMatcher("/partners/**")
				.csrf((csrf) -> csrf.disable())
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		SecurityFilterChain shop(HttpSecurity http) {
			return http.csrf((csrf) -> csrf.disable())
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveShopConfiguration implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(org.springframework.web.reactive.config.CorsRegistry registry) {
			registry.addMapping("/catalogue/**")
				.allowedOrigins("https://shop.example", "https://search.example")
				.allowedMethods("GET");
		}

		@Bean
		@Order(1)
		SecurityWebFilterChain partners(ServerHttpSecurity http) {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOriginPatterns(List.of("https://*.partner.example"));
			configuration.setAllowedMethods(List.of("GET", "POST"));
			configuration.setAllowedHeaders(List.of("Authorization", "Content-Type"));
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/partners/**"))
				.cors((cors) -> cors.configurationSource((exchange) -> configuration))
				.csrf((csrf) -> csrf.disable())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		SecurityWebFilterChain shop(ServerHttpSecurity http) {
			return http.cors(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactivePlainConfiguration {

		@Bean
		@Order(1)
		SecurityWebFilterChain partners(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/partners/**"))
				.csrf((csrf) -> csrf.disable())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		SecurityWebFilterChain shop(ServerHttpSecurity http) {
			return http.csrf((csrf) -> csrf.disable())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

	}

	@RestController
	@RequestMapping("/orders")
	static class PlainOrderController {

		@GetMapping
		String list() {
			return "[]";
		}

		@GetMapping("/{id}")
		String order() {
			return "{}";
		}

		@PutMapping("/{id}")
		String change() {
			return "{}";
		}

		@DeleteMapping("/{id}")
		String delete() {
			return "{}";
		}

	}

	/** The controllers that have no annotations for CORS. */
	@RestController
	static class Pages {

		@GetMapping("/catalogue/{id}")
		String item() {
			return "{}";
		}

		@GetMapping("/partners/{id}")
		String partner() {
			return "{}";
		}

		@PostMapping("/partners/{id}")
		String changePartner() {
			return "{}";
		}

		@GetMapping("/imprint")
		String imprint() {
			return "Shop";
		}

	}

}
