package io.github.corsstarter.stacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Every way to answer a request, on the paths of every policy and on paths without
 * policy.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ServletFilterApplication.Endpoints.class)
class ServletFilterApplication {

	@Bean
	PassedCounter passedCounter() {
		return new PassedCounter();
	}

	@Bean
	ServletRegistrationBean<PlainServlet> plainServlet() {
		ServletRegistrationBean<PlainServlet> registration = new ServletRegistrationBean<>(new PlainServlet(),
				"/covered/servlet/*", "/omit/servlet/*", "/any/servlet/*", "/plain/servlet/*");
		registration.setAsyncSupported(true);
		return registration;
	}

	/** Fails on the error page if the request asks for it. */
	@Bean
	FilterRegistrationBean<Filter> failingErrorPage() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			String failure = request.getParameter("error-page-fails");
			if (failure == null) {
				chain.doFilter(request, response);
				return;
			}
			switch (failure) {
				case "runtime" -> throw new IllegalStateException("on purpose");
				case "servlet" -> throw new ServletException("on purpose");
				default -> ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
			}
		});
		registration.setDispatcherTypes(DispatcherType.ERROR);
		return registration;
	}

	/** Comes before the policies, and sends an error after them. */
	@Bean
	FilterRegistrationBean<Filter> lateError() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			chain.doFilter(request, response);
			if (request.getParameter("late-error") != null) {
				((HttpServletResponse) response).sendError(HttpServletResponse.SC_CONFLICT, "on purpose");
			}
		});
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	WebMvcConfigurer corsRules() {
		return new WebMvcConfigurer() {

			@Override
			public void addCorsMappings(CorsRegistry registry) {
				registry.addMapping("/*/mapped").allowedOrigins("https://elsewhere.example").exposedHeaders("x-mvc");
			}

			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new HandlerInterceptor() {

					@Override
					public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
						if (request.getDispatcherType() == DispatcherType.ERROR) {
							Endpoints.setCorsHeaders(response);
						}
						return true;
					}

				});
			}

		};
	}

	/**
	 * Counts the requests that the filter has passed on with its own response.
	 */
	static class PassedCounter implements Filter, Ordered {

		private final AtomicInteger passed = new AtomicInteger();

		int get() {
			return this.passed.get();
		}

		@Override
		public int getOrder() {
			return -2147483597;
		}

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (response.getClass().getPackage().equals(CorsPolicyFilter.class.getPackage())) {
				this.passed.incrementAndGet();
			}
			chain.doFilter(request, response);
		}

	}

	@RestController
	@RequestMapping({ "/covered", "/omit", "/any", "/plain" })
	static class Endpoints {

		@RequestMapping("/ok")
		ResponseEntity<String> ok() {
			return ResponseEntity.ok().header("X-Handler", "ok").body("ok");
		}

		@GetMapping("/boom")
		String boom() {
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/boom-with-headers")
		String boomWithHeaders(HttpServletResponse response) {
			setCorsHeaders(response);
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/status")
		String status() {
			throw new ResponseStatusException(HttpStatus.GONE, "on purpose");
		}

		@GetMapping("/send-error")
		void sendError(HttpServletResponse response) throws IOException {
			response.sendError(HttpServletResponse.SC_CONFLICT, "on purpose");
		}

		@PostMapping("/form")
		String form(@RequestParam String number) {
			return Integer.toString(number.length());
		}

		@PostMapping("/upload")
		String upload(@RequestParam MultipartFile file) {
			return Long.toString(file.getSize());
		}

		@GetMapping("/required")
		String required(@RequestParam int number) {
			return Integer.toString(number);
		}

		@GetMapping("/reset")
		void reset(HttpServletResponse response) throws IOException {
			response.setHeader("X-Before", "gone");
			response.setHeader("Vary", "Accept");
			response.getWriter().write("gone");
			response.reset();
			response.setStatus(HttpServletResponse.SC_CREATED);
			response.setHeader("X-Handler", "reset");
			response.getWriter().write("new");
		}

		@GetMapping("/reset-buffer")
		void resetBuffer(HttpServletResponse response) throws IOException {
			response.getWriter().write("gone");
			response.resetBuffer();
			response.getWriter().write("new");
		}

		@GetMapping("/own")
		void own(HttpServletResponse response) throws IOException {
			setCorsHeaders(response);
			response.getWriter().write("own");
		}

		@GetMapping("/own-entity")
		ResponseEntity<String> ownEntity() {
			return ResponseEntity.ok()
				.header("Access-Control-Allow-Origin", "https://handler.example")
				.header("Access-Control-Max-Age", "5")
				.header("Vary", "Accept, Origin")
				.body("own");
		}

		@GetMapping("/vary-set")
		void varySet(HttpServletResponse response) throws IOException {
			response.setHeader("vary", "Accept-Language, origin, Accept-Language");
			response.getWriter().write("vary");
		}

		@GetMapping("/vary-add")
		void varyAdd(HttpServletResponse response) throws IOException {
			response.addHeader("Vary", "Accept");
			response.addHeader("VARY", "ORIGIN");
			response.addHeader("Vary", "accept,Cookie");
			response.getWriter().write("vary");
		}

		@GetMapping("/deferred")
		DeferredResult<ResponseEntity<String>> deferred() {
			DeferredResult<ResponseEntity<String>> result = new DeferredResult<>();
			later(() -> result.setResult(ok()));
			return result;
		}

		@GetMapping("/deferred-error")
		DeferredResult<String> deferredError() {
			DeferredResult<String> result = new DeferredResult<>();
			later(() -> result.setErrorResult(new IllegalStateException("on purpose")));
			return result;
		}

		@GetMapping("/deferred-timeout")
		DeferredResult<String> deferredTimeout() {
			return new DeferredResult<>(20L);
		}

		@GetMapping("/callable")
		Callable<ResponseEntity<String>> callable() {
			return this::ok;
		}

		@GetMapping("/callable-error")
		Callable<String> callableError() {
			return () -> {
				throw new ResponseStatusException(HttpStatus.GONE, "on purpose");
			};
		}

		@GetMapping("/callable-throw")
		Callable<String> callableThrow() {
			return () -> {
				throw new IllegalStateException("on purpose");
			};
		}

		@GetMapping("/stream-error")
		StreamingResponseBody streamError() {
			return (output) -> {
				throw new IllegalStateException("on purpose");
			};
		}

		@GetMapping("/stream")
		StreamingResponseBody stream() {
			return (output) -> {
				output.write('a');
				output.flush();
				output.write('b');
			};
		}

		@GetMapping("/sse")
		SseEmitter sse() {
			SseEmitter emitter = new SseEmitter();
			later(() -> {
				try {
					emitter.send("a");
					emitter.send("b");
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				emitter.complete();
			});
			return emitter;
		}

		@GetMapping("/sse-error")
		SseEmitter sseError() {
			SseEmitter emitter = new SseEmitter();
			later(() -> emitter.completeWithError(new IllegalStateException("on purpose")));
			return emitter;
		}

		@GetMapping("/sse-error-at-once")
		SseEmitter sseErrorAtOnce() {
			SseEmitter emitter = new SseEmitter();
			emitter.completeWithError(new IllegalStateException("on purpose"));
			return emitter;
		}

		@GetMapping("/sse-timeout")
		SseEmitter sseTimeout() {
			return new SseEmitter(20L);
		}

		@GetMapping("/flush")
		void flush(HttpServletResponse response) throws IOException {
			response.getWriter().write("a");
			response.flushBuffer();
			setCorsHeaders(response);
			response.getWriter().write("b");
		}

		@GetMapping("/redirect")
		void redirect(HttpServletResponse response) throws IOException {
			response.sendRedirect("/plain/ok");
		}

		@GetMapping("/forward")
		void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/any/ok").forward(request, response);
		}

		@GetMapping("/forward-to-plain")
		void forwardToPlain(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			request.getRequestDispatcher("/plain/own").forward(request, response);
		}

		@GetMapping("/include")
		void include(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/any/own").include(request, response);
		}

		@CrossOrigin(origins = "https://elsewhere.example", exposedHeaders = "x-annotation", allowCredentials = "true",
				maxAge = 7)
		@RequestMapping(path = "/annotated",
				method = { RequestMethod.GET, RequestMethod.POST, RequestMethod.PUT, RequestMethod.DELETE })
		ResponseEntity<String> annotated() {
			return ok();
		}

		@RequestMapping("/mapped")
		ResponseEntity<String> mapped() {
			return ok();
		}

		@RequestMapping(path = "/options", method = RequestMethod.OPTIONS)
		ResponseEntity<String> options() {
			return ResponseEntity.ok().header("X-Handler", "options").allow().body("options");
		}

		static void setCorsHeaders(HttpServletResponse response) {
			response.setHeader("Access-Control-Allow-Origin", "https://handler.example");
			response.addHeader("access-control-allow-origin", "*");
			response.addHeader("Access-Control-Allow-Credentials", "true");
			response.setHeader("Access-Control-Expose-Headers", "x-handler");
			response.setIntHeader("Access-Control-Max-Age", 5);
			response.addIntHeader("Access-Control-Max-Age", 6);
			response.setDateHeader("Access-Control-Anything", 0);
			response.addDateHeader("ACCESS-CONTROL-ANYTHING", 1);
		}

		static void later(Runnable task) {
			CompletableFuture.runAsync(() -> {
				try {
					Thread.sleep(5);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				task.run();
			});
		}

	}

	/**
	 * A servlet that is not part of Spring MVC.
	 */
	static class PlainServlet extends HttpServlet {

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			switch (request.getPathInfo()) {
				case "/own" -> {
					Endpoints.setCorsHeaders(response);
					response.setHeader("X-Handler", "servlet");
					response.getWriter().write("servlet");
				}
				case "/throw" -> throw new ServletException("on purpose");
				case "/send-error" -> response.sendError(HttpServletResponse.SC_CONFLICT, "on purpose");
				case "/async" -> {
					AsyncContext async = request.startAsync();
					Endpoints.later(() -> write(async));
				}
				case "/async-dispatch" -> {
					AsyncContext async = request.startAsync();
					Endpoints.later(() -> async.dispatch("/any/own"));
				}
				case "/async-wrapped" -> {
					AsyncContext async = request.startAsync(request, response);
					Endpoints.later(() -> write(async));
				}
				case "/async-wrapped-dispatch" -> {
					AsyncContext async = request.startAsync(request, response);
					Endpoints.later(() -> async.dispatch("/any/own"));
				}
				case "/async-dispatch-throw" -> {
					AsyncContext async = request.startAsync();
					Endpoints.later(() -> async.dispatch("/any/servlet/throw"));
				}
				case "/async-send-error" -> {
					AsyncContext async = request.startAsync();
					Endpoints.later(() -> sendError(async));
				}
				case "/async-timeout" -> request.startAsync().setTimeout(20);
				case "/async-throw" -> {
					request.startAsync().setTimeout(20);
					throw new ServletException("on purpose");
				}
				default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
			}
		}

		private static void sendError(AsyncContext async) {
			try {
				((HttpServletResponse) async.getResponse()).sendError(HttpServletResponse.SC_CONFLICT, "on purpose");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			async.complete();
		}

		private static void write(AsyncContext async) {
			HttpServletResponse response = (HttpServletResponse) async.getResponse();
			Endpoints.setCorsHeaders(response);
			response.setHeader("X-Handler", "async");
			try {
				response.getWriter().write("async");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			async.complete();
		}

	}

}
