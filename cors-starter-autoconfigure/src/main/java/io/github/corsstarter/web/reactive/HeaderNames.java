package io.github.corsstarter.web.reactive;

import java.util.Iterator;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Reads the names of a response's headers. Spring's methods for this copy all headers,
 * which takes long with Netty's headers. So the names are read from Netty's headers
 * directly.
 */
final class HeaderNames {

	private static final @Nullable Class<?> REACTOR_NETTY = reactorNetty();

	private HeaderNames() {
	}

	/**
	 * Spring's response for Reactor Netty. Its headers are those of Netty.
	 */
	private static @Nullable Class<?> reactorNetty() {
		try {
			return Class.forName("org.springframework.http.server.reactive.ReactorServerHttpResponse");
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	/**
	 * The names of all headers, in any case. A name may occur more than once.
	 * @param response the server's response or a decorated one
	 */
	static Iterator<String> of(ServerHttpResponse response) {
		if (response.getClass() == REACTOR_NETTY) {
			return Netty.names((AbstractServerHttpResponse) response);
		}
		// Reading only the names would convert each of them to lower case in Spring 7.
		return response.getHeaders().toSingleValueMap().keySet().iterator();
	}

	/** Loaded only if Reactor Netty is present. */
	private record Netty(Iterator<Map.Entry<CharSequence, CharSequence>> headers) implements Iterator<String> {

		static Iterator<String> names(AbstractServerHttpResponse response) {
			HttpServerResponse netty = response.getNativeResponse();
			HttpHeaders headers = netty.responseHeaders();
			return new Netty(headers.iteratorCharSequence());
		}

		@Override
		public boolean hasNext() {
			return this.headers.hasNext();
		}

		@Override
		public String next() {
			return this.headers.next().getKey().toString();
		}

	}

}
