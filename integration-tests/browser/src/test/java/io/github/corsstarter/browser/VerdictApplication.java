package io.github.corsstarter.browser;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicySource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that answers every request.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@RestController
class VerdictApplication {

	static ConfigurableApplicationContext start(List<CorsPolicySpecification> policies, String allowedHost) {
		return new SpringApplicationBuilder(VerdictApplication.class)
			.initializers((GenericApplicationContext context) -> context.registerBean("randomPolicies",
					CorsPolicySource.class, () -> () -> policies))
			.run("--server.port=0", "--server.address=127.0.0.1", "--server.forward-headers-strategy=native",
					"--logging.level.root=error", "--spring.main.banner-mode=off",
					"--cors.allowed-hosts=" + allowedHost);
	}

	@RequestMapping("/**")
	String answer() {
		return "answer";
	}

}
