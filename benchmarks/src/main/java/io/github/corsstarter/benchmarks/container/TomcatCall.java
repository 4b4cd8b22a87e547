package io.github.corsstarter.benchmarks.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Question;
import io.github.corsstarter.benchmarks.servlet.Handler;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.mapper.MappingData;
import org.apache.coyote.OutputBuffer;

/**
 * Sends requests with Tomcat's own objects. As on a connection that stays open, the same
 * objects are recycled for each request, and Tomcat turns the bytes of a header into a
 * string when the header is read.
 */
final class TomcatCall implements ContainerCall {

	private static final int HTTPS = 443;

	private final Filter filter;

	private final Handler handler = new Handler();

	private final org.apache.coyote.Request received = new org.apache.coyote.Request();

	private final org.apache.coyote.Response sent = new org.apache.coyote.Response();

	private final Request request;

	private final Response response;

	private final StandardContext context = new StandardContext();

	private final byte[] method;

	private final byte[] path;

	private final byte[] host = Question.HOST.getBytes(StandardCharsets.ISO_8859_1);

	/** The names and the values of all headers, as they are sent. */
	private final byte[] head;

	/** For each header, where its name and its value begin, and where the value ends. */
	private final int[] positions;

	TomcatCall(Filter filter, Question question) {
		this.filter = filter;
		this.method = question.method().getBytes(StandardCharsets.ISO_8859_1);
		this.path = question.path().getBytes(StandardCharsets.ISO_8859_1);
		List<String> headers = question.headers();
		StringBuilder lines = new StringBuilder();
		this.positions = new int[headers.size() / 2 * 3];
		for (int i = 0; i < headers.size() / 2; i++) {
			this.positions[3 * i] = lines.length();
			lines.append(headers.get(2 * i));
			this.positions[3 * i + 1] = lines.length();
			lines.append(headers.get(2 * i + 1));
			this.positions[3 * i + 2] = lines.length();
		}
		this.head = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
		this.received.setResponse(this.sent);
		this.sent.setRequest(this.received);
		this.sent.setOutputBuffer(new Nowhere());
		this.context.setPath("");
		this.context.setName("");
		Connector connector = new Connector();
		this.request = new Request(connector, this.received);
		this.response = new Response(this.sent);
		this.request.setResponse(this.response);
		this.response.setRequest(this.request);
		this.received.setNote(1, this.request);
		this.sent.setNote(1, this.response);
	}

	@Override
	public int send() throws IOException, ServletException {
		this.request.recycle();
		this.response.recycle();
		this.received.recycle();
		this.sent.recycle();
		receive();
		this.handler.clear();
		HttpServletResponse facade = this.response.getResponse();
		this.filter.doFilter(this.request.getRequest(), facade, this.handler);
		return facade.getStatus();
	}

	/** As Tomcat's parser and mapper do. */
	private void receive() {
		this.received.setMethod(this.method, 0, this.method.length);
		this.received.requestURI().setBytes(this.path, 0, this.path.length);
		this.received.protocol().setString("HTTP/1.1");
		this.received.scheme().setString("https");
		this.received.serverName().setBytes(this.host, 0, this.host.length);
		this.received.setServerPort(HTTPS);
		for (int i = 0; i < this.positions.length; i += 3) {
			int name = this.positions[i];
			int value = this.positions[i + 1];
			this.received.getMimeHeaders()
				.addValue(this.head, name, value - name)
				.setBytes(this.head, value, this.positions[i + 2] - value);
		}
		MappingData mapping = this.request.getMappingData();
		mapping.context = this.context;
		mapping.wrapperPath.setBytes(this.path, 0, this.path.length);
		mapping.requestPath.setBytes(this.path, 0, this.path.length);
		mapping.matchType = MappingMatch.DEFAULT;
	}

	@Override
	public Answer answer() throws IOException, ServletException {
		int status = send();
		HttpServletResponse facade = this.response.getResponse();
		return Answer.of(status, this.handler.hasRun(), (consumer) -> facade.getHeaderNames()
			.forEach((name) -> facade.getHeaders(name).forEach((value) -> consumer.accept(name, value))));
	}

	private static final class Nowhere implements OutputBuffer {

		@Override
		public int doWrite(ByteBuffer chunk) {
			return chunk.remaining();
		}

		@Override
		public long getBytesWritten() {
			return 0;
		}

	}

}
