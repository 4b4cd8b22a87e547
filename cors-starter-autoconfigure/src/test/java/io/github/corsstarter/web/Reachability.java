package io.github.corsstarter.web;

import java.lang.ref.WeakReference;
import java.util.List;

/**
 * Whether anything is kept that should be gone: exact, as the size of the heap is not, in
 * which other tests of the same virtual machine leave things.
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
