package io.github.corsstarter.benchmarks.reactive;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.util.ReferenceCountUtil;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * Reactor Netty's response without a connection: keeps the status and the headers, and
 * releases the body.
 */
final class StubNettyResponse implements HttpServerResponse {

	private final HttpHeaders headers;

	private HttpResponseStatus status = HttpResponseStatus.OK;

	StubNettyResponse(HttpHeaders headers) {
		this.headers = headers;
	}

	@Override
	public HttpHeaders responseHeaders() {
		return this.headers;
	}

	@Override
	public HttpResponseStatus status() {
		return this.status;
	}

	@Override
	public HttpServerResponse status(HttpResponseStatus status) {
		this.status = status;
		return this;
	}

	@Override
	public NettyOutbound send(Publisher<? extends ByteBuf> body, Predicate<ByteBuf> flush) {
		Mono<Void> sent = (body instanceof Mono<? extends ByteBuf> mono)
				? mono.doOnNext(ReferenceCountUtil::release).then()
				: Flux.from(body).doOnNext(ReferenceCountUtil::release).then();
		return then(sent);
	}

	@Override
	public HttpServerResponse addHeader(CharSequence name, CharSequence value) {
		this.headers.add(name, value);
		return this;
	}

	@Override
	public HttpServerResponse header(CharSequence name, CharSequence value) {
		this.headers.set(name, value);
		return this;
	}

	@Override
	public HttpServerResponse headers(HttpHeaders headers) {
		this.headers.set(headers);
		return this;
	}

	@Override
	public HttpServerResponse addCookie(Cookie cookie) {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpServerResponse chunkedTransfer(boolean chunked) {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpServerResponse withConnection(Consumer<? super Connection> consumer) {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpServerResponse compression(boolean compress) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean hasSentHeaders() {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpServerResponse keepAlive(boolean keepAlive) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Mono<Void> send() {
		throw new UnsupportedOperationException();
	}

	@Override
	public NettyOutbound sendHeaders() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Mono<Void> sendNotFound() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Mono<Void> sendRedirect(String location) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Mono<Void> sendWebsocket(
			BiFunction<? super WebsocketInbound, ? super WebsocketOutbound, ? extends Publisher<Void>> handler,
			WebsocketServerSpec specification) {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpServerResponse sse() {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpServerResponse trailerHeaders(Consumer<? super HttpHeaders> trailers) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ByteBufAllocator alloc() {
		throw new UnsupportedOperationException();
	}

	@Override
	public NettyOutbound sendObject(Publisher<?> body, Predicate<Object> flush) {
		throw new UnsupportedOperationException();
	}

	@Override
	public NettyOutbound sendObject(Object body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <S> NettyOutbound sendUsing(Callable<? extends S> source,
			BiFunction<? super Connection, ? super S, ?> mapper, Consumer<? super S> cleanup) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Map<CharSequence, List<Cookie>> allCookies() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Map<CharSequence, Set<Cookie>> cookies() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String fullPath() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String requestId() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isKeepAlive() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isWebsocket() {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpMethod method() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String uri() {
		throw new UnsupportedOperationException();
	}

	@Override
	public HttpVersion version() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketAddress hostAddress() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketAddress connectionHostAddress() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketAddress remoteAddress() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketAddress connectionRemoteAddress() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String scheme() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String connectionScheme() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String hostName() {
		throw new UnsupportedOperationException();
	}

	@Override
	public int hostPort() {
		throw new UnsupportedOperationException();
	}

}
