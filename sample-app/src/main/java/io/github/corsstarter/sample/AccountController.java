package io.github.corsstarter.sample;

import java.security.Principal;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Data of the logged-in user. Covered by the policy {@code account}, the only one that
 * allows credentials.
 */
@RestController
@RequestMapping("/account")
public class AccountController {

	private final AtomicReference<Address> address = new AtomicReference<>(new Address("1 Looking-Glass Lane"));

	@GetMapping("/profile")
	Profile profile(Principal principal) {
		return new Profile(principal.getName(), this.address.get().street());
	}

	@PutMapping("/address")
	Profile move(Principal principal, @Valid @RequestBody Address address) {
		this.address.set(address);
		return profile(principal);
	}

	/**
	 * The logged-in user.
	 *
	 * @param name the user's name
	 * @param street the delivery address
	 */
	record Profile(String name, String street) {

	}

	/**
	 * A delivery address.
	 *
	 * @param street the street
	 */
	record Address(@NotBlank String street) {

	}

}
