package io.github.corsstarter.neighbors;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * Applications with one controller below different paths.
 */
final class Controllers {

	private Controllers() {
	}

	@NeighborApplication
	@Import(OrderController.class)
	static class Servlet {

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE)
	@Import(OrderController.class)
	static class Reactive {

	}

	/**
	 * Two {@code DispatcherServlet}s, the second with a separate application context.
	 */
	@NeighborApplication
	static class SecondDispatcherServlet {

		@Bean
		ServletRegistrationBean<DispatcherServlet> second() {
			AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
			context.register(Second.class);
			ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(
					new DispatcherServlet(context), "/second/*");
			registration.setName("second");
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@Import(OrderController.class)
	static class Second {

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders/{id}")
		String read(@PathVariable int id) {
			return "order " + id;
		}

		@CrossOrigin(Neighbor.LISTED)
		@PutMapping("/orders/{id}")
		String change(@PathVariable int id, @RequestBody String text) {
			return id + ": " + text;
		}

	}

}
