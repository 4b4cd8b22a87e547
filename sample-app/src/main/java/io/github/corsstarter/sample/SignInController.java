package io.github.corsstarter.sample;

import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Receives users from the page of an identity provider, which sends them back with a form
 * that submits itself (SAML's POST binding, OpenID Connect's {@code form_post}). Covered
 * by the policy {@code sign-in}. A real application would check the signature of the
 * assertion.
 */
@RestController
@RequestMapping("/sso")
public class SignInController {

	@PostMapping("/callback")
	String callback(@ModelAttribute SamlResponse response) {
		return "Signed in with an assertion of " + response.content().length() + " characters";
	}

	@GetMapping("/metadata")
	String metadata() {
		return "entity: urn:example:roaster";
	}

	/**
	 * The form's only field.
	 *
	 * @param content the assertion
	 */
	record SamlResponse(@BindParam("SAMLResponse") String content) {

	}

}
