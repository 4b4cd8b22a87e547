package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.observe.CorsRejectedEvent;

import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;

/**
 * What Spring itself makes of an event that is no {@code ApplicationEvent}, but for the
 * types that it would work out anew for each of them: whoever sends many requests that
 * are refused decides how many there are.
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
