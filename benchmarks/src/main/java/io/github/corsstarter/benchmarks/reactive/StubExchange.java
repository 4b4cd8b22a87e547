package io.github.corsstarter.benchmarks.reactive;

import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * An exchange with a stub request, a stub response and attributes.
 */
final class StubExchange implements ServerWebExchange {

	private final ServerHttpRequest request;

	private final ServerHttpResponse response;

	private final Map<String, Object> attributes = new HashMap<>();

	StubExchange(ServerHttpRequest request, ServerHttpResponse response) {
		this.request = request;
		this.response = response;
	}

	@Override
	public ServerHttpRequest getRequest() {
		return this.request;
	}

	@Override
	public ServerHttpResponse getResponse() {
		return this.response;
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public String getLogPrefix() {
		return "";
	}

	@Override
	public @Nullable ApplicationContext getApplicationContext() {
		return null;
	}

	@Override
	public Mono<WebSession> getSession() {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T extends Principal> Mono<T> getPrincipal() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Mono<MultiValueMap<String, String>> getFormData() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Mono<MultiValueMap<String, Part>> getMultipartData() {
		throw new UnsupportedOperationException();
	}

	@Override
	public LocaleContext getLocaleContext() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isNotModified() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean checkNotModified(Instant lastModified) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean checkNotModified(String etag) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean checkNotModified(@Nullable String etag, Instant lastModified) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String transformUrl(String url) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void addUrlTransformer(Function<String, String> transformer) {
		throw new UnsupportedOperationException();
	}

}
