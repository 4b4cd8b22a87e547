package io.github.corsstarter.web;

import java.lang.ref.WeakReference;
import java.util.List;

/**
 * Counts objects that should be garbage but are still reachable. This is exact, unlike
 * the size of the heap, which depends on other tests in the same virtual machine.
 */
public final class Reachability {

	private Reachability() {
	}

	/**
	 * Collect garbage until nothing is left, or for about a second.
	 * @param references what should be gone
	 * @return how many of them are still there
	 */
	public static long count(List<? extends WeakReference<?>> references) throws InterruptedException {
		long kept = references.size();
		for (int i = 0; i < 50 && kept > 0; i++) {
			System.gc();
			kept = references.stream().filter((reference) -> reference.get() != null).count();
			Thread.sleep((kept > 0) ? 20 : 0);
		}
		return kept;
	}

}
