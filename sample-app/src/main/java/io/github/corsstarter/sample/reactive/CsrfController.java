package io.github.corsstarter.sample.reactive;

import reactor.core.publisher.Mono;

import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Returns the CSRF token that Spring Security requires for every request that changes
 * something. Pages of allowed origins can read it, pages of other origins cannot.
 */
@RestController
public class CsrfController {

	@GetMapping("/account/csrf")
	Mono<CsrfToken> token(ServerWebExchange exchange) {
		return exchange.getRequiredAttribute(CsrfToken.class.getName());
	}

}
