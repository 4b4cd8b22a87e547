package io.github.corsstarter.observe;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The size of what an object keeps: the number of objects that can be reached through
 * fields of this project's types and through elements of collections, plus the characters
 * of their strings. Unlike the used heap, it does not depend on what else runs.
 */
final class KeptSize {

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> waiting = new ArrayDeque<>();

	private KeptSize() {
	}

	static long of(Object root) throws IllegalAccessException {
		KeptSize kept = new KeptSize();
		kept.add(root);
		long size = 0;
		while (!kept.waiting.isEmpty()) {
			Object next = kept.waiting.remove();
			size += (next instanceof CharSequence text) ? 1 + text.length() : 1;
			kept.addReferences(next);
		}
		return size;
	}

	private void addReferences(Object object) throws IllegalAccessException {
		if (object instanceof Collection<?> collection) {
			collection.forEach(this::add);
		}
		else if (object instanceof Map<?, ?> map) {
			map.keySet().forEach(this::add);
			map.values().forEach(this::add);
		}
		else if (object instanceof AtomicReference<?> reference) {
			add(reference.get());
		}
		else if (object.getClass().getName().startsWith("io.github.corsstarter.") && !(object instanceof Enum)) {
			for (Field field : object.getClass().getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
					field.setAccessible(true);
					add(field.get(object));
				}
			}
		}
	}

	private void add(Object object) {
		if (object != null && this.seen.add(object)) {
			this.waiting.add(object);
		}
	}

}
