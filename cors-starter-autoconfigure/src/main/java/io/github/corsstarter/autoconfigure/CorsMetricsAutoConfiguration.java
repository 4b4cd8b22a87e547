package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPoliciesReloadedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Auto-configuration for the counters of decisions. They are a {@link MeterBinder}, which
 * Spring Boot binds to the meter registries of the application. Without a registry,
 * nothing is counted.
 */
@AutoConfiguration(after = CorsAutoConfiguration.class,
		before = { CorsServletAutoConfiguration.class, CorsReactiveAutoConfiguration.class })
@ConditionalOnClass({ MeterRegistry.class, MeterBinder.class })
@ConditionalOnBean(CorsPolicies.class)
public final class CorsMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CorsMeters corsMeters(CorsPolicies policies) {
		return new CorsMeters(policies);
	}

	@Bean
	ApplicationListener<PayloadApplicationEvent<CorsPoliciesReloadedEvent>> corsMetersRefresher(CorsMeters meters) {
		return new MetersRefresher(meters);
	}

	/**
	 * Not a lambda, because Spring cannot determine the event type of a lambda.
	 */
	private record MetersRefresher(CorsMeters meters)
			implements
				ApplicationListener<PayloadApplicationEvent<CorsPoliciesReloadedEvent>>,
				Ordered {

		/** A listener that fails keeps later ones from being called. */
		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<CorsPoliciesReloadedEvent> event) {
			this.meters.refresh(event.getPayload().generation());
		}

	}

}
