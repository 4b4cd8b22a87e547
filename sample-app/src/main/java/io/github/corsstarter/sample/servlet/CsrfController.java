package io.github.corsstarter.sample.servlet;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives pages of allowed origins the token that Spring Security wants to see on whatever
 * changes something. Pages of other origins cannot read it.
 */
@RestController
public class CsrfController {

	@GetMapping("/account/csrf")
	CsrfToken token(CsrfToken token) {
		return token;
	}

}
