package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.observe.CorsRejectedEvent;

import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;

/**
 * Wraps a rejection in the class that Spring uses for events that are not an
 * {@code ApplicationEvent}. The type of the event is fixed here. Otherwise Spring would
 * resolve it for each event, and clients can cause many events with requests that are
 * rejected.
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
