package io.github.corsstarter.benchmarks.servlet;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A response that is very cheap. It allocates only a copy of the values if one header has
 * several. It discards its body.
 */
final class StubResponse extends HttpServletResponseWrapper {

	private final Attributes<String> headers = new Attributes<>();

	private final ServletOutputStream body = new Nowhere();

	private final PrintWriter writer = new PrintWriter(Writer.nullWriter());

	private int status;

	StubResponse() {
		super(Unsupported.of(HttpServletResponse.class));
		clear();
	}

	void clear() {
		this.headers.clear();
		this.status = 200;
	}

	void forEachHeader(BiConsumer<String, String> consumer) {
		for (int i = 0; i < this.headers.size(); i++) {
			consumer.accept(this.headers.name(i), this.headers.value(i));
		}
	}

	@Override
	public int getStatus() {
		return this.status;
	}

	@Override
	public void setStatus(int status) {
		this.status = status;
	}

	@Override
	public void sendError(int status) {
		this.status = status;
	}

	@Override
	public void sendError(int status, String message) {
		this.status = status;
	}

	@Override
	public boolean containsHeader(String name) {
		return this.headers.indexOf(name) != -1;
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.headers.get(name);
	}

	@Override
	public Collection<String> getHeaders(String name) {
		int first = this.headers.indexOf(name);
		if (first == -1) {
			return List.of();
		}
		List<String> values = new ArrayList<>(2);
		for (int i = first; i < this.headers.size(); i++) {
			if (this.headers.name(i).equalsIgnoreCase(name)) {
				values.add(this.headers.value(i));
			}
		}
		return values;
	}

	@Override
	public Collection<String> getHeaderNames() {
		List<String> names = new ArrayList<>(this.headers.size());
		forEachHeader((name, value) -> names.add(name));
		return names;
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		if (value != null) {
			this.headers.set(name, value);
		}
		else {
			this.headers.remove(name);
		}
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if (value != null) {
			this.headers.add(name, value);
		}
	}

	@Override
	public @Nullable String getContentType() {
		return getHeader("Content-Type");
	}

	@Override
	public void setContentType(@Nullable String type) {
		setHeader("Content-Type", type);
	}

	@Override
	public String getCharacterEncoding() {
		return "UTF-8";
	}

	@Override
	public void setCharacterEncoding(@Nullable String encoding) {
	}

	@Override
	public void setContentLength(int length) {
	}

	@Override
	public void setContentLengthLong(long length) {
	}

	@Override
	public boolean isCommitted() {
		return false;
	}

	@Override
	public void resetBuffer() {
	}

	@Override
	public void flushBuffer() {
	}

	@Override
	public ServletOutputStream getOutputStream() {
		return this.body;
	}

	@Override
	public PrintWriter getWriter() {
		return this.writer;
	}

	private static final class Nowhere extends ServletOutputStream {

		@Override
		public void write(int value) {
		}

		@Override
		public void write(byte[] bytes, int start, int length) {
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			throw new UnsupportedOperationException();
		}

	}

}
