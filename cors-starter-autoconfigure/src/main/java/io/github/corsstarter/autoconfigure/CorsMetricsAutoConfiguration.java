package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.metrics.CorsMeters;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPoliciesReloadedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationContext;
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
	CorsMeters corsMeters(CorsPolicies corsPolicies, ApplicationContext context) {
		// SpringApplication registers this bean in each context that it starts. Nobody
		// publishes the events for other contexts.
		return new CorsMeters(corsPolicies, context.containsLocalBean("springApplicationArguments"));
	}

	@Bean
	ApplicationListener<PayloadApplicationEvent<CorsPoliciesReloadedEvent>> corsMetersRefresher(CorsMeters corsMeters) {
		return new MetersRefresher(corsMeters);
	}

	@Bean
	ApplicationListener<SpringApplicationEvent> corsMetersCreator(CorsMeters corsMeters) {
		return new MetersCreator(corsMeters);
	}

	/**
	 * Not a lambda, because Spring cannot determine the event type of a lambda. Not a
	 * record, because Spring needs the hash code of a listener, and the first call of a
	 * record's method is slow.
	 */
	private static final class MetersRefresher
			implements ApplicationListener<PayloadApplicationEvent<CorsPoliciesReloadedEvent>>, Ordered {

		private final CorsMeters meters;

		MetersRefresher(CorsMeters meters) {
			this.meters = meters;
		}

		/**
		 * First, because the exception of a listener prevents the calls of later ones.
		 */
		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<CorsPoliciesReloadedEvent> event) {
			this.meters.refresh(event.getPayload().generation());
		}

	}

	/**
	 * Creates the meters when the application is ready, or before its runners. A runner
	 * may run as long as the application, and the application is ready only after that.
	 */
	private static final class MetersCreator implements ApplicationListener<SpringApplicationEvent>, Ordered {

		private final CorsMeters meters;

		MetersCreator(CorsMeters meters) {
			this.meters = meters;
		}

		/**
		 * First, because the exception of a listener prevents the calls of later ones.
		 */
		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(SpringApplicationEvent event) {
			if (event instanceof ApplicationReadyEvent
					|| (event instanceof ApplicationStartedEvent started && hasRunner(started))) {
				this.meters.create();
			}
		}

		private static boolean hasRunner(ApplicationStartedEvent started) {
			ApplicationContext context = started.getApplicationContext();
			return context.getBeanNamesForType(ApplicationRunner.class).length > 0
					|| context.getBeanNamesForType(CommandLineRunner.class).length > 0;
		}

	}

}
