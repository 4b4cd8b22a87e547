package io.github.corsstarter.metrics;

import io.github.corsstarter.decision.CorsReason;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * The meters of this starter. No tag has a value that a client can choose.
 */
public enum CorsMeter implements MeterDocumentation {

	/**
	 * CORS requests to paths that a policy covers. Requests without {@code Origin} are
	 * not counted. Same-origin requests are counted only if the policy allows their
	 * origin.
	 */
	REQUESTS("cors.requests") {

		@Override
		public KeyName[] getKeyNames() {
			return RequestTag.values();
		}

	},

	/**
	 * CORS requests on which the candidate of the policy, or the policy if it is not
	 * enforced, would have decided differently.
	 */
	SHADOW("cors.shadow") {

		@Override
		public KeyName[] getKeyNames() {
			return ShadowTag.values();
		}

	},

	/**
	 * The number of the generation of policies in force: 1 at start-up, increased by one
	 * with each successful reload.
	 */
	GENERATION("cors.generation", Meter.Type.GAUGE),

	/**
	 * The number of seconds since the policies were last known to be up to date: since
	 * the start, the last successful reload, or the last check that found no change. It
	 * grows while a source fails.
	 */
	RELOAD_AGE("cors.reload.age", Meter.Type.GAUGE),

	/**
	 * The time that reloads take, and how many there were.
	 */
	RELOAD("cors.reload", Meter.Type.TIMER) {

		@Override
		public KeyName[] getKeyNames() {
			return ReloadTag.values();
		}

	};

	private final String meterName;

	private final Meter.Type meterType;

	CorsMeter(String meterName) {
		this(meterName, Meter.Type.COUNTER);
	}

	CorsMeter(String meterName, Meter.Type meterType) {
		this.meterName = meterName;
		this.meterType = meterType;
	}

	@Override
	public String getName() {
		return this.meterName;
	}

	@Override
	public Meter.Type getType() {
		return this.meterType;
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
		 * {@code allowed} or {@code rejected}. A request that is not allowed counts as
		 * {@code rejected} even if the policy has {@code on-disallowed: omit-headers}.
		 */
		OUTCOME("outcome"),

		/** The code of the {@link CorsReason}, including {@code allowed}. */
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

	/**
	 * The tags of {@link #RELOAD}.
	 */
	public enum ReloadTag implements KeyName {

		/** {@code unchanged}, {@code reloaded} or {@code failed}. */
		OUTCOME("outcome");

		private final String key;

		ReloadTag(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
