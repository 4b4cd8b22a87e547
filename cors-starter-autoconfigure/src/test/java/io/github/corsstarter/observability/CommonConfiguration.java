package io.github.corsstarter.observability;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.corsstarter.observe.CorsRejectedEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with two meter registries and a listener for rejections.
 */
@Configuration(proxyBeanMethods = false)
class CommonConfiguration {

	@Bean
	SimpleMeterRegistry first() {
		return new SimpleMeterRegistry();
	}

	@Bean
	SimpleMeterRegistry second() {
		return new SimpleMeterRegistry();
	}

	@Bean
	Rejected rejected() {
		return new Rejected();
	}

	/**
	 * Collects events, and fails on request.
	 */
	static class Rejected {

		final List<CorsRejectedEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(CorsRejectedEvent event) {
			this.events.add(event);
			if (event.path().endsWith("/fail")) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

	@RestController
	static class Endpoints {

		@RequestMapping("/**")
		String handle() {
			return "handled";
		}

	}

}
