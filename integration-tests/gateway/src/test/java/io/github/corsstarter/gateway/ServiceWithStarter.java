package io.github.corsstarter.gateway;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service behind the gateway that also uses the starter.
 */
@RestController
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServiceWithStarter {

	/** The policy of the service. */
	static final String ORIGIN = "https://spa.example";

	static TestApplication start(String... more) {
		List<String> properties = new ArrayList<>(List.of(TestApplication.WITHOUT_WEBMVC,
				TestApplication.WITHOUT_WEBFLUX, "cors.policies.service.paths=/service/**",
				"cors.policies.service.allowed-origins=" + ORIGIN, "cors.policies.service.allowed-methods=GET,POST,PUT",
				"cors.policies.service.exposed-headers=x-service"));
		properties.addAll(List.of(more));
		return TestApplication.start(WebApplicationType.SERVLET, ServiceWithStarter.class, properties);
	}

	@RequestMapping("/service/ok")
	String ok() {
		return "service";
	}

	@RequestMapping("/service/failing")
	String failing() {
		throw new IllegalStateException("on purpose");
	}

}
