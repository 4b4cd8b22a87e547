package io.github.corsstarter.sample;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Repository;
import org.springframework.web.server.ResponseStatusException;

/**
 * The latest hundred orders of all partners, in memory.
 */
@Repository
public class Orders {

	private static final int LIMIT = 100;

	private final NavigableMap<Long, Order> orders = new ConcurrentSkipListMap<>();

	private final AtomicLong lastId = new AtomicLong(2);

	Orders() {
		this.orders.put(1L, new Order(1, "Yirgacheffe", 20, Order.Status.SHIPPED));
		this.orders.put(2L, new Order(2, "Huehuetenango", 5, Order.Status.OPEN));
	}

	public List<Order> findAll() {
		return List.copyOf(this.orders.values());
	}

	public Order get(long id) {
		Order order = this.orders.get(id);
		if (order == null) {
			throw notFound(id);
		}
		return order;
	}

	public Order add(NewOrder order) {
		long id = this.lastId.incrementAndGet();
		Order added = new Order(id, order.coffee(), order.quantity(), Order.Status.OPEN);
		this.orders.put(id, added);
		if (this.orders.size() > LIMIT) {
			this.orders.pollFirstEntry();
		}
		return added;
	}

	public Order change(long id, NewOrder changes) {
		Order changed = this.orders.computeIfPresent(id, (key, order) -> order.with(changes));
		if (changed == null) {
			throw notFound(id);
		}
		return changed;
	}

	public void remove(long id) {
		this.orders.remove(id);
	}

	private static ResponseStatusException notFound(long id) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no order " + id);
	}

}
