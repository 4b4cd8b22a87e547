package io.github.corsstarter.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Component;

/**
 * Which handlers ran. Each web stack has a recorder, which the component scan of the
 * sample finds among the tests.
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
	 * The requests whose handlers ran since the last {@link #clear()}: method and path.
	 */
	List<String> all() {
		return List.copyOf(this.runs);
	}

}
