package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPoliciesReloadedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.SmartApplicationListener;

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
	CorsMeters corsMeters(CorsPolicies corsPolicies, ObjectProvider<ApplicationArguments> springApplicationArguments) {
		// Spring Boot has this bean if it publishes an ApplicationReadyEvent later.
		return new CorsMeters(corsPolicies, springApplicationArguments.getIfAvailable() != null);
	}

	@Bean
	SmartApplicationListener corsMetersRefresher(CorsMeters corsMeters) {
		return new MetersRefresher(corsMeters);
	}

	/**
	 * Creates the meters when the application is ready, and those of new policies after a
	 * reload. Not a record, because Spring needs its hash code, which the methods of a
	 * record compute slowly at first.
	 */
	private static final class MetersRefresher implements SmartApplicationListener {

		private final CorsMeters meters;

		MetersRefresher(CorsMeters meters) {
			this.meters = meters;
		}

		/** A listener that fails keeps later ones from being called. */
		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
			return type == ApplicationReadyEvent.class || type == PayloadApplicationEvent.class;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (event instanceof ApplicationReadyEvent) {
				this.meters.create();
			}
			else if (event instanceof PayloadApplicationEvent<?> payload
					&& payload.getPayload() instanceof CorsPoliciesReloadedEvent reloaded) {
				this.meters.refresh(reloaded.generation());
			}
		}

	}

}
