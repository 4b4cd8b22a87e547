package io.github.corsstarter.sample;

import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where an identity provider's page sends people back to, with a form that posts itself
 * (SAML's POST binding, OpenID Connect's {@code form_post}): policy {@code sign-in}. A
 * real one would check the signature of what it is sent.
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
