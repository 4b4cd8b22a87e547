package io.github.corsstarter.web;

import java.time.Instant;
import java.util.List;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.ConfigurationSource.Rules;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A source, its rules in force, and how it did. The thread that reloads changes it; other
 * threads only read the status.
 */
final class SourceState {

	private static final Log logger = LogFactory.getLog(CorsPolicies.class);

	private final ConfigurationSource source;

	private Rules inForce = new Rules(List.of(), AllowedHosts.ANY, "");

	private volatile CorsSourceStatus status;

	SourceState(String name, ConfigurationSource source) {
		this.source = source;
		this.status = new CorsSourceStatus(name, Instant.now(), null, null);
	}

	CorsSourceStatus status() {
		return this.status;
	}

	boolean isFor(CorsPolicySource bean) {
		return this.source instanceof BeanSource present && present.source() == bean;
	}

	boolean isConfiguration() {
		return !(this.source instanceof BeanSource);
	}

	/** {@code null} if the source cannot tell yet whether the rules have changed. */
	@Nullable Rules load(boolean onlyIfChanged) {
		return onlyIfChanged ? this.source.loadIfChanged(this.inForce) : this.source.load();
	}

	Rules inForce() {
		return this.inForce;
	}

	/** A source returns the same instance if nothing has changed. */
	@SuppressWarnings("ReferenceEquality")
	boolean isNew(Rules rules) {
		return this.inForce != rules;
	}

	/** Whether rules differ from those in force, whichever instance they are. */
	boolean isOther(Rules rules) {
		return isNew(rules) && !(isConfiguration() ? rules.content().equals(this.inForce.content())
				: BeanSource.isSame(rules.policies(), this.inForce.policies()));
	}

	void putInForce(Rules rules) {
		this.inForce = rules;
	}

	void succeeded() {
		if (this.status.failure() != null) {
			logger.info("The CORS policy source " + this.status.name() + " works again.");
		}
		this.status = this.status.succeeded(Instant.now());
	}

	/**
	 * Remember a failure.
	 * @param text a description, in any characters
	 * @return whether the failure is another one than the last time
	 */
	boolean failed(String text) {
		String safe = SafeText.ofConfiguration(text);
		boolean other = !safe.equals(this.status.failure());
		this.status = this.status.failed(Instant.now(), safe);
		return other;
	}

	/** The name of the class of the source, for messages. */
	String type() {
		return ((this.source instanceof BeanSource bean) ? bean.source() : this.source).getClass().getName();
	}

	@Override
	public String toString() {
		return this.status.name();
	}

}
