package io.github.corsstarter.slices;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.github.corsstarter.test.CorsAssertions.assertThatCors;

@OrdersTest
@SpringBootTest(classes = CorsAutoConfiguration.class)
class CorsRulesTests {

	@Autowired
	private CorsPolicies policies;

	@Test
	void spaMayChangeOrders() {
		assertThatCors(this.policies).from("https://spa.example")
			.sending("PUT", "/api/orders/7")
			.withHeaders("content-type")
			.withCredentials()
			.isAllowed()
			.isDecidedBy("orders");
	}

	@Test
	void nobodyElseMayReadOrders() {
		assertThatCors(this.policies).from("https://spa.example.evil.example")
			.sending("GET", "/api/orders/7")
			.isRejectedBecause(CorsReason.ORIGIN_NOT_ALLOWED);
	}

	@Test
	void identityProviderMayPostToTheLogin() {
		assertThatCors(this.policies).from("https://idp.example")
			.sending("POST", "/login/callback")
			.asNavigation()
			.isAllowed();
	}

	@Test
	void healthIsLeftAlone() {
		assertThatCors(this.policies).from("https://spa.example").sending("GET", "/health").isNotCovered();
	}

	@Test
	void noLookAlikeGetsIn() {
		assertThatCors(this.policies).grantsNothingToLookAlikes();
	}

}
