package io.github.corsstarter.metrics;

import io.github.corsstarter.decision.CorsReason;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * The meters of this starter. No tag has a value that a client chooses.
 */
public enum CorsMeter implements MeterDocumentation {

	/**
	 * CORS requests to paths that a policy covers. Requests without {@code Origin}, and a
	 * site's own, are not counted.
	 */
	REQUESTS("cors.requests") {

		@Override
		public KeyName[] getKeyNames() {
			return RequestTag.values();
		}

	},

	/**
	 * CORS requests on which the candidate version of their policy would have decided
	 * differently.
	 */
	SHADOW("cors.shadow") {

		@Override
		public KeyName[] getKeyNames() {
			return ShadowTag.values();
		}

	};

	private final String meterName;

	CorsMeter(String meterName) {
		this.meterName = meterName;
	}

	@Override
	public String getName() {
		return this.meterName;
	}

	@Override
	public Meter.Type getType() {
		return Meter.Type.COUNTER;
	}

	/**
	 * The tags of {@link #REQUESTS}.
	 */
	public enum RequestTag implements KeyName {

		/** The name of the policy that decided. */
		POLICY("policy"),

		/** {@code preflight} or {@code actual}. */
		KIND("kind"),

		/**
		 * {@code allowed} or {@code rejected}, rejected also where the policy has
		 * {@code on-disallowed: omit-headers}.
		 */
		OUTCOME("outcome"),

		/** The {@link CorsReason}'s word, {@code allowed} included. */
		REASON("reason");

		private final String key;

		RequestTag(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * The tags of {@link #SHADOW}.
	 */
	public enum ShadowTag implements KeyName {

		/** The name of the policy. */
		POLICY("policy"),

		/** {@code newly-rejected} or {@code newly-allowed}. */
		CHANGE("change");

		private final String key;

		ShadowTag(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
