package io.github.corsstarter.benchmarks.container;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Question;
import io.github.corsstarter.benchmarks.servlet.Handler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpChannelState;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests through Jetty's own server, from the parsed request to the response that
 * would be sent. As on a connection that stays open, Jetty recycles the channel for each
 * request. Jetty's parser creates the strings of headers, so each request has new ones.
 */
final class JettyCall implements ContainerCall {

	private static final int HTTPS = 443;

	private final Handler handler = new Handler();

	private final Question question;

	private final byte[][] headers;

	private final HttpURI uri;

	private final HttpChannelState channel;

	private final Stream stream = new Stream();

	JettyCall(Filter filter, Question question) throws Exception {
		this.question = question;
		List<String> lines = question.headers();
		this.headers = lines.stream().map((text) -> text.getBytes(StandardCharsets.ISO_8859_1)).toArray(byte[][]::new);
		this.uri = HttpURI.build(Question.ORIGIN + question.path()).asImmutable();
		QueuedThreadPool threads = new QueuedThreadPool();
		threads.setDaemon(true);
		Server server = new Server(threads);
		LocalConnector connector = new LocalConnector(server);
		server.addConnector(connector);
		ServletContextHandler context = new ServletContextHandler();
		context.addFilter(new FilterHolder(new Ready(filter)), "/*", EnumSet.of(DispatcherType.REQUEST));
		context.addServlet(new ServletHolder(new HandlerServlet()), "/");
		server.setHandler(context);
		server.start();
		this.channel = new HttpChannelState(new LocalConnection(connector));
	}

	@Override
	public int send() {
		HttpFields.Mutable fields = HttpFields.build(this.headers.length / 2);
		for (int i = 0; i < this.headers.length; i += 2) {
			fields.add(new HttpField(this.question.headers().get(i),
					new String(this.headers[i + 1], StandardCharsets.ISO_8859_1)));
		}
		this.handler.clear();
		this.stream.sent = null;
		if (this.channel.getRequest() != null) {
			this.channel.recycle();
		}
		this.channel.initialize();
		this.channel.setHttpStream(this.stream);
		this.channel.onRequest(new MetaData.Request(this.question.method(), this.uri, HttpVersion.HTTP_1_1, fields))
			.run();
		return response().getStatus();
	}

	private MetaData.Response response() {
		MetaData.Response sent = this.stream.sent;
		if (sent == null) {
			throw new IllegalStateException("Jetty has sent no response");
		}
		return sent;
	}

	@Override
	public Answer answer() {
		int status = send();
		return Answer.of(status, this.handler.hasRun(), (consumer) -> response().getHttpFields()
			.forEach((field) -> consumer.accept(field.getName(), field.getValue())));
	}

	private final class HandlerServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) {
			JettyCall.this.handler.doFilter(request, response);
		}

	}

	/**
	 * Hides that a filter can be initialized. Jetty would do so again, without the
	 * parameters.
	 */
	private record Ready(Filter filter) implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			this.filter.doFilter(request, response, chain);
		}

	}

	/** Sends nothing. */
	private static final class Stream implements HttpStream {

		private MetaData.@Nullable Response sent;

		@Override
		public String getId() {
			return "1";
		}

		@Override
		public Content.Chunk read() {
			return Content.Chunk.EOF;
		}

		@Override
		public void demand() {
		}

		@Override
		public void prepareResponse(HttpFields.Mutable headers) {
		}

		@Override
		public void send(MetaData.Request request, MetaData.@Nullable Response response, boolean last,
				@Nullable ByteBuffer content, Callback callback) {
			if (response != null) {
				this.sent = response;
			}
			callback.succeeded();
		}

		@Override
		public @Nullable Runnable cancelSend(Throwable cause, Callback callback) {
			return null;
		}

		@Override
		public long getIdleTimeout() {
			return 0;
		}

		@Override
		public void setIdleTimeout(long idleTimeout) {
		}

		@Override
		public boolean isCommitted() {
			return this.sent != null;
		}

		@Override
		public @Nullable Throwable consumeAvailable() {
			return null;
		}

	}

	/** A connection to nowhere. */
	private static final class LocalConnection extends Attributes.Mapped implements ConnectionMetaData {

		private static final SocketAddress ADDRESS = InetSocketAddress.createUnresolved(Question.HOST, HTTPS);

		private final HttpConfiguration configuration = new HttpConfiguration();

		private final Connector connector;

		LocalConnection(Connector connector) {
			this.connector = connector;
		}

		@Override
		public String getId() {
			return "1";
		}

		@Override
		public HttpConfiguration getHttpConfiguration() {
			return this.configuration;
		}

		@Override
		public HttpVersion getHttpVersion() {
			return HttpVersion.HTTP_1_1;
		}

		@Override
		public String getProtocol() {
			return "HTTP/1.1";
		}

		@Override
		public @Nullable Connection getConnection() {
			return null;
		}

		@Override
		public Connector getConnector() {
			return this.connector;
		}

		@Override
		public boolean isPersistent() {
			return true;
		}

		@Override
		public SocketAddress getRemoteSocketAddress() {
			return ADDRESS;
		}

		@Override
		public SocketAddress getLocalSocketAddress() {
			return ADDRESS;
		}

	}

}
