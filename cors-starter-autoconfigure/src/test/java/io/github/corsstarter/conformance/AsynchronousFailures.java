package io.github.corsstarter.conformance;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Spring MVC's asynchronous results, each of which fails before the first byte. The rest
 * of the application does without Spring MVC, so this has a {@code DispatcherServlet} of
 * its own.
 */
@EnableWebMvc
@RestController
public class AsynchronousFailures {

	private static final String TASK = ConformanceSuite.TASK_NAME + "=";

	/**
	 * Register the servlet for the paths that the rows use.
	 * @return the registration
	 */
	public static ServletRegistrationBean<DispatcherServlet> registration() {
		AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
		context.register(AsynchronousFailures.class);
		ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(
				new DispatcherServlet(context), "/credentials/mvc/*", "/omit/mvc/*", "/bare/mvc/*", "/any/mvc/*");
		registration.setName("asynchronousFailures");
		return registration;
	}

	@GetMapping(path = "/a", headers = TASK + "deferred-error")
	DeferredResult<String> deferredError() {
		DeferredResult<String> result = new DeferredResult<>();
		later(() -> result.setErrorResult(failure()));
		return result;
	}

	@GetMapping(path = "/a", headers = TASK + "deferred-timeout")
	DeferredResult<String> deferredTimeout() {
		return new DeferredResult<>(100L);
	}

	@GetMapping(path = "/a", headers = TASK + "callable-error")
	Callable<String> callableError() {
		return () -> {
			throw failure();
		};
	}

	@GetMapping(path = "/a", headers = TASK + "sse-error")
	SseEmitter sseError() {
		SseEmitter emitter = new SseEmitter();
		later(() -> emitter.completeWithError(failure()));
		return emitter;
	}

	@GetMapping(path = "/a", headers = TASK + "sse-timeout")
	SseEmitter sseTimeout() {
		return new SseEmitter(100L);
	}

	@GetMapping(path = "/a", headers = TASK + "stream-error")
	StreamingResponseBody streamError() {
		return (output) -> {
			throw new IOException("As the row asks for");
		};
	}

	private static void later(Runnable task) {
		CompletableFuture.runAsync(task, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
	}

	private static IllegalStateException failure() {
		return new IllegalStateException("As the row asks for");
	}

}
