package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.observe.CorsRejectedEvent;

import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;

/**
 * Wraps a rejection as Spring wraps an event that is not an {@code ApplicationEvent}, but
 * with a fixed type. Spring would resolve the type for each event, and clients that send
 * many rejected requests can cause many events.
 */
final class RejectionPublication extends PayloadApplicationEvent<CorsRejectedEvent> {

	private static final long serialVersionUID = 1L;

	private static final ResolvableType PAYLOAD = ResolvableType.forClass(CorsRejectedEvent.class);

	private static final ResolvableType TYPE = ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class,
			PAYLOAD);

	RejectionPublication(ApplicationContext context, CorsRejectedEvent event) {
		super(context, event, PAYLOAD);
	}

	@Override
	public ResolvableType getResolvableType() {
		return TYPE;
	}

}
