package io.github.corsstarter.neighbors;

import java.security.Principal;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application whose users sign in with an authorization server. It has sessions and
 * CSRF protection.
 */
@NeighborApplication(with = "security",
		properties = { OAuth2Login.CLIENT + "registration.own.client-id=shop",
				OAuth2Login.CLIENT + "registration.own.client-secret=secret",
				OAuth2Login.CLIENT + "registration.own.scope=openid,profile" })
@Import(OAuth2Login.OrderController.class)
class OAuth2Login {

	static final String CLIENT = "spring.security.oauth2.client.";

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.oauth2Login(Customizer.withDefaults())
			.exceptionHandling((handling) -> handling.defaultAuthenticationEntryPointFor(
					new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
					PathPatternRequestMatcher.pathPattern("/api/**")))
			.build();
	}

	@RestController
	static class OrderController {

		@GetMapping("/api/me")
		String me(Principal user) {
			return user.getName();
		}

		@GetMapping("/api/csrf")
		CsrfToken csrf(CsrfToken token) {
			return token;
		}

		@PostMapping("/api/orders")
		String order() {
			return "ordered";
		}

		@GetMapping("/")
		String home() {
			return "home";
		}

	}

}
