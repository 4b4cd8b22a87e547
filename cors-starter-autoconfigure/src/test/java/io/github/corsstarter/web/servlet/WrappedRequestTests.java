package io.github.corsstarter.web.servlet;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A filter that runs before the policies may wrap the request and override only
 * {@code getHeader}, the method that handlers call.
 */
class WrappedRequestTests {

	private static final String ALLOWED = "https://spa.example";

	private final CorsPolicyFilter filter = new CorsPolicyFilter(new CorsPolicies(
			List.of(() -> List.of(CorsPolicySpecification.builder("api").paths("/**").allowedOrigins(ALLOWED).build())),
			false));

	@Test
	void originThatAWrapperHidesIsIgnored() throws Exception {
		MockHttpServletResponse response = send(wrapped("https://other.example", null));
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getHeader("Access-Control-Allow-Origin")).isNull();
	}

	@Test
	void originThatAWrapperChangesCounts() throws Exception {
		MockHttpServletResponse response = send(wrapped("https://other.example", ALLOWED));
		assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
		assertThat(send(wrapped(ALLOWED, "https://other.example")).getStatus()).isEqualTo(403);
	}

	@Test
	void secondOriginIsMalformed() throws Exception {
		MockHttpServletRequest request = request(ALLOWED);
		assertThat(send(request).getStatus()).isEqualTo(200);
		request.addHeader("Origin", ALLOWED);
		assertThat(send(request).getStatus()).isEqualTo(403);
		assertThat(send(new HttpServletRequestWrapper(request)).getStatus()).isEqualTo(403);
	}

	private MockHttpServletResponse send(HttpServletRequest request) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(request, response, new MockFilterChain());
		return response;
	}

	private static MockHttpServletRequest request(String origin) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");
		request.addHeader("Origin", origin);
		return request;
	}

	private static HttpServletRequest wrapped(String sent, @Nullable String shown) {
		return new HttpServletRequestWrapper(request(sent)) {

			@Override
			public @Nullable String getHeader(String name) {
				return name.equalsIgnoreCase("Origin") ? shown : super.getHeader(name);
			}

		};
	}

}
