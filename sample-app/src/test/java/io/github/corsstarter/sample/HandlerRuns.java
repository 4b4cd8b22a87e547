package io.github.corsstarter.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Component;

/**
 * Records which handlers ran. Each web stack has a recorder in the test sources, which
 * the component scan of the sample finds.
 */
@Component
public class HandlerRuns {

	private final List<String> runs = new CopyOnWriteArrayList<>();

	public void add(String method, String path) {
		this.runs.add(method + " " + path);
	}

	void clear() {
		this.runs.clear();
	}

	/**
	 * The method and path of the requests whose handlers ran since the last
	 * {@link #clear()}.
	 */
	List<String> all() {
		return List.copyOf(this.runs);
	}

}
