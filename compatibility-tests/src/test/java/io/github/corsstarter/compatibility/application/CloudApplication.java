package io.github.corsstarter.compatibility.application;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application on either stack that gets its policies from a Config Server.
 */
@RestController
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CloudApplication {

	/**
	 * Start the application.
	 * @param args the folder for configurations and facts
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		Launcher.run(CloudApplication.class, args[0], "cloud");
	}

	@GetMapping("/api/x")
	String handle() {
		return "handled";
	}

}
