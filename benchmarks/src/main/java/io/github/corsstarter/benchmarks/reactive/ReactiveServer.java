package io.github.corsstarter.benchmarks.reactive;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.List;

import io.github.corsstarter.benchmarks.scenario.Question;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeadersFactory;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.support.Netty4HeadersAdapter;

/**
 * The requests and responses that a filter is measured with. None of them does I/O.
 */
public enum ReactiveServer {

	/** Headers in Spring's own map. */
	LIGHT("reactive") {

		@Override
		HttpHeaders requestHeaders() {
			return new HttpHeaders();
		}

		@Override
		ServerHttpResponse response() {
			return new StubServerResponse();
		}

	},

	/** Spring's response for Reactor Netty, with Netty's headers. */
	NETTY("reactive-netty") {

		@Override
		HttpHeaders requestHeaders() {
			return new HttpHeaders(new Netty4HeadersAdapter(new DefaultHttpHeaders()));
		}

		@Override
		ServerHttpResponse response() {
			return NettyResponses.create();
		}

	};

	private final String suite;

	ReactiveServer(String suite) {
		this.suite = suite;
	}

	/**
	 * The name of the suite in files of results.
	 * @return the name
	 */
	public String suite() {
		return this.suite;
	}

	abstract HttpHeaders requestHeaders();

	abstract ServerHttpResponse response();

	StubServerRequest request(Question question) {
		HttpHeaders headers = requestHeaders();
		List<String> lines = question.headers();
		for (int i = 0; i < lines.size(); i += 2) {
			headers.add(lines.get(i), lines.get(i + 1));
		}
		return new StubServerRequest(question, headers);
	}

	/** Loaded only if it is used. */
	private static final class NettyResponses {

		private static final HttpHeadersFactory HEADERS = DefaultHttpHeadersFactory.headersFactory();

		private static final DataBufferFactory BUFFERS = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

		private static final MethodHandle CONSTRUCTOR = constructor();

		/** Only Spring's adapter for Reactor Netty can create the response otherwise. */
		private static MethodHandle constructor() {
			try {
				Constructor<?> constructor = Class
					.forName("org.springframework.http.server.reactive.ReactorServerHttpResponse")
					.getDeclaredConstructor(HttpServerResponse.class, DataBufferFactory.class);
				constructor.setAccessible(true);
				MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor);
				return handle.asType(handle.type().changeReturnType(ServerHttpResponse.class));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static ServerHttpResponse create() {
			HttpServerResponse response = new StubNettyResponse(HEADERS.newHeaders());
			try {
				return (ServerHttpResponse) CONSTRUCTOR.invokeExact(response, BUFFERS);
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
