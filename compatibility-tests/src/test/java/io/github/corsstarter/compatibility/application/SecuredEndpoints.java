package io.github.corsstarter.compatibility.application;

import java.util.HexFormat;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.http.ResponseEntity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;

/**
 * The parts that the secured applications of both stacks share.
 */
@RestController
@RequestMapping({ "/covered", "/plain" })
class SecuredEndpoints {

	@RequestMapping({ "/ok", "/admin", "/token/ok", "/token/admin", "/form/ok" })
	ResponseEntity<String> ok() {
		return ResponseEntity.ok().header("X-Handler", "ok").body("ok");
	}

	@CrossOrigin("https://elsewhere.example")
	@RequestMapping("/annotated")
	ResponseEntity<String> annotated() {
		return ok();
	}

	@RequestMapping("/boom")
	String boom() {
		throw new IllegalStateException("on purpose");
	}

	static UserDetails user() {
		return User.withUsername("user").password("{noop}password").roles("USER").build();
	}

	static SecretKey key(String hex) {
		return new SecretKeySpec(HexFormat.of().parseHex(hex), "HmacSHA256");
	}

	static CorsConfiguration ownRules() {
		CorsConfiguration rules = new CorsConfiguration();
		rules.addAllowedOrigin("https://elsewhere.example");
		rules.addExposedHeader("x-own");
		return rules;
	}

}
