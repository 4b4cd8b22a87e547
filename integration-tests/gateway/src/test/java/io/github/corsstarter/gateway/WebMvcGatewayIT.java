package io.github.corsstarter.gateway;

/**
 * The starter on Spring Cloud Gateway for Spring MVC.
 */
class WebMvcGatewayIT extends AbstractGatewayIT {

	WebMvcGatewayIT() {
		super(Flavor.WEBMVC);
	}

}
