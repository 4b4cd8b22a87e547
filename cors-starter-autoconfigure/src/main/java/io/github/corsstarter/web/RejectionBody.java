package io.github.corsstarter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of the response to a rejected request: one line, or the reason if
 * {@code cors.debug} is on.
 *
 * @param contentType the media type
 * @param content the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never changed or compared.
public record RejectionBody(String contentType, byte[] content) {

	private static final RejectionBody PLAIN = new RejectionBody("text/plain;charset=UTF-8",
			"Invalid CORS request".getBytes(StandardCharsets.UTF_8));

	private static final RejectionBody MISDIRECTED = new RejectionBody("text/plain;charset=UTF-8",
			"Misdirected request".getBytes(StandardCharsets.UTF_8));

	/**
	 * Create the body of the response to a rejected request.
	 * @param decision the decision
	 * @param request the request
	 * @param debug whether to give the reason, as problem details (RFC 9457). A request
	 * to a host that is not allowed never gets the reason, because a page may read the
	 * response
	 * @return the body
	 */
	public static RejectionBody of(CorsDecision decision, CorsRequest request, boolean debug) {
		if (decision.reason() == CorsReason.HOST_NOT_ALLOWED) {
			return MISDIRECTED;
		}
		CorsExplanation explanation = debug ? CorsExplanation.of(decision, request) : null;
		return (explanation != null) ? problem(decision.status(), explanation) : PLAIN;
	}

	/** Returns a copy, because many responses share one body. */
	@Override
	public byte[] content() {
		return this.content.clone();
	}

	/**
	 * The number of bytes.
	 * @return the length, for {@code Content-Length}
	 */
	public int length() {
		return this.content.length;
	}

	/**
	 * Write the bytes, without a copy.
	 * @param output the stream to write to
	 * @throws IOException if the stream throws it
	 */
	public void writeTo(OutputStream output) throws IOException {
		output.write(this.content);
	}

	private static RejectionBody problem(int status, CorsExplanation explanation) {
		StringBuilder json = new StringBuilder(512);
		json.append("{\"type\":\"about:blank\",\"title\":\"Invalid CORS request\",\"status\":").append(status);
		append(json, "detail", explanation.message());
		append(json, "reason", explanation.reason().code());
		append(json, "policy", explanation.policy());
		append(json, "property", explanation.property());
		append(json, "fix", explanation.fix());
		json.append('}');
		return new RejectionBody("application/problem+json", json.toString().getBytes(StandardCharsets.UTF_8));
	}

	private static void append(StringBuilder json, String name, @Nullable String value) {
		json.append(",\"").append(name).append("\":");
		if (value == null) {
			json.append("null");
			return;
		}
		json.append('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '"' || c == '\\') {
				json.append('\\').append(c);
			}
			else if (c < ' ') {
				json.append(String.format("\\u%04x", (int) c));
			}
			else {
				json.append(c);
			}
		}
		json.append('"');
	}

}
