package io.github.corsstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebHandler;

/**
 * The application under test in a reactive server. The handler replaces WebFlux's
 * {@code DispatcherHandler}, which has its own CORS rules.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = { "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
		"org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
public class ReactiveConformanceApplication {

	static ConfigurableApplicationContext start(ConformanceSuite suite, Class<?> server) {
		return new SpringApplicationBuilder(ReactiveConformanceApplication.class, server).bannerMode(Banner.Mode.OFF)
			.web(WebApplicationType.REACTIVE)
			.registerShutdownHook(false)
			.run("--spring.config.location=" + suite.configuration(), "--server.address=127.0.0.1", "--server.port=0",
					"--server.forward-headers-strategy=framework", "--server.max-http-request-header-size=32KB",
					"--spring.main.register-shutdown-hook=false", "--logging.level.root=off");
	}

	/**
	 * The handler. Other test applications use it as well.
	 * @return the handler
	 */
	@Bean
	public WebHandler webHandler() {
		return ReactiveConformanceApplication::handle;
	}

	/**
	 * A handler that writes an error page like a servlet container.
	 * @return the handler
	 */
	@Bean
	@Order(-1)
	public WebExceptionHandler errorPage() {
		return (exchange, error) -> {
			exchange.getResponse()
				.setStatusCode((error instanceof ResponseStatusException ex) ? ex.getStatusCode()
						: HttpStatus.INTERNAL_SERVER_ERROR);
			return write(exchange.getResponse());
		};
	}

	private static Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		HttpHeaders headers = response.getHeaders();
		headers.set(ConformanceSuite.MARK_NAME, ConformanceSuite.MARK_VALUE);
		String task = exchange.getRequest().getHeaders().getFirst(ConformanceSuite.TASK_NAME);
		if (task == null) {
			return write(response);
		}
		switch (task) {
			case "set-cors" -> {
				headers.set("Access-Control-Allow-Origin", "https://handler.example");
				headers.set("access-control-allow-credentials", "true");
				headers.set("Access-Control-Max-Age", "1");
			}
			case "add-cors" -> {
				headers.add("Access-Control-Allow-Origin", "*");
				headers.add("Access-Control-Expose-Headers", "x-handler");
			}
			case "set-timing" -> headers.set("timing-allow-origin", "https://handler.example");
			case "add-timing" -> {
				headers.add("Timing-Allow-Origin", "*");
				headers.add("Timing-Allow-Origin", "https://handler.example");
			}
			case "set-vary" -> headers.set("Vary", "Accept-Encoding");
			case "set-vary-origin" -> headers.set("vary", "origin, Accept");
			case "add-vary" -> {
				headers.add("Vary", "Accept");
				headers.add("Vary", "Accept-Language, Accept");
			}
			case "not-found" -> response.setStatusCode(HttpStatus.NOT_FOUND);
			case "send-error" -> {
				return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
			}
			case "throw" -> throw new IllegalStateException("The row asks for this exception");
			case "async" -> {
				return Mono.delay(Duration.ofMillis(1)).then(write(response));
			}
			case "async-throw", "async-dispatch-throw", "async-timeout", "deferred-error" -> {
				return Mono.delay(Duration.ofMillis(1)).then(Mono.error(failure()));
			}
			case "callable-error" -> {
				return Mono.<Void>error(failure()).subscribeOn(Schedulers.boundedElastic());
			}
			case "sse-error" -> {
				return response.writeAndFlushWith(Mono.delay(Duration.ofMillis(1)).thenMany(Flux.error(failure())));
			}
			case "stream-error" -> {
				return response.writeWith(Flux.<DataBuffer>error(failure()).subscribeOn(Schedulers.boundedElastic()));
			}
			case "deferred-timeout", "sse-timeout" -> {
				return Mono.<Void>never()
					.timeout(Duration.ofMillis(20),
							Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE)));
			}
			case "stream" -> {
				return response.writeAndFlushWith(Flux.just(body(response), body(response)));
			}
			default -> throw new IllegalArgumentException(task);
		}
		return write(response);
	}

	private static IllegalStateException failure() {
		return new IllegalStateException("As the row asks for");
	}

	private static Mono<Void> write(ServerHttpResponse response) {
		return response.writeWith(body(response));
	}

	private static Mono<DataBuffer> body(ServerHttpResponse response) {
		return Mono.fromSupplier(
				() -> response.bufferFactory().wrap(ConformanceSuite.HANDLED.getBytes(StandardCharsets.UTF_8)));
	}

}
