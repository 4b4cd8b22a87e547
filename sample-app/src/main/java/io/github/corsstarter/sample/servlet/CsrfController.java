package io.github.corsstarter.sample.servlet;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Returns the CSRF token that Spring Security requires for every request that changes
 * something. Pages of allowed origins can read it, pages of other origins cannot.
 */
@RestController
public class CsrfController {

	@GetMapping("/account/csrf")
	CsrfToken token(CsrfToken token) {
		return token;
	}

}
