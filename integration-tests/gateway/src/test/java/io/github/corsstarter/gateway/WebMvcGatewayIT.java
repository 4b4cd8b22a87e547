package io.github.corsstarter.gateway;

/**
 * Tests the starter on Spring Cloud Gateway for Spring MVC.
 */
class WebMvcGatewayIT extends AbstractGatewayIT {

	WebMvcGatewayIT() {
		super(Flavor.WEBMVC);
	}

}
