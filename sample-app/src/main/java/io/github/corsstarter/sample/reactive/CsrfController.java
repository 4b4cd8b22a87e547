package io.github.corsstarter.sample.reactive;

import reactor.core.publisher.Mono;

import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Gives pages of allowed origins the token that Spring Security wants to see on whatever
 * changes something. Pages of other origins cannot read it.
 */
@RestController
public class CsrfController {

	@GetMapping("/account/csrf")
	Mono<CsrfToken> token(ServerWebExchange exchange) {
		return exchange.getRequiredAttribute(CsrfToken.class.getName());
	}

}
