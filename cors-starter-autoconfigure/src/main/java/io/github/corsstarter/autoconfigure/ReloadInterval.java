package io.github.corsstarter.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsReloadAttempt;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Asks all sources again at intervals, on one thread of its own. Without an interval
 * there is no thread. It starts and stops with the application context.
 */
final class ReloadInterval implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ReloadInterval.class);

	/** Instances that start together must not ask their sources together for ever. */
	private static final double JITTER = 0.1;

	/** Until then, a reload that is under way may end. */
	private static final long STOP_SECONDS = 2;

	private final CorsPolicies policies;

	private final @Nullable Duration interval;

	private @Nullable ScheduledThreadPoolExecutor executor;

	private List<CorsProblem> reported = List.of();

	ReloadInterval(CorsPolicies policies, @Nullable Duration interval) {
		this.policies = policies;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		if (this.interval == null || this.executor != null) {
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "cors-reload");
			thread.setDaemon(true);
			return thread;
		});
		started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor = started;
		schedule(started, this.interval);
		logger.info("CORS policy sources are asked for changes about every " + this.interval.toSeconds()
				+ ((this.interval.toSeconds() == 1) ? " second" : " seconds"));
	}

	private void schedule(ScheduledThreadPoolExecutor started, Duration mean) {
		Future<?> unused = started.schedule(() -> {
			reload();
			synchronized (this) {
				if (!started.isShutdown()) {
					schedule(started, mean);
				}
			}
		}, delay(mean, ThreadLocalRandom.current().nextDouble()), TimeUnit.MILLISECONDS);
	}

	/**
	 * The time until the next reload, in milliseconds.
	 * @param mean the interval
	 * @param random a random number from 0 to 1
	 */
	static long delay(Duration mean, double random) {
		return Math.round((mean.getSeconds() * 1000.0 + mean.getNano() / 1e6) * (1 - JITTER + 2 * JITTER * random));
	}

	private void reload() {
		try {
			report(this.policies.reloadIfChanged());
		}
		catch (Throwable ex) {
			// A listener can throw anything. The next interval must come nevertheless.
			logger.error("Asking the CORS policy sources again has failed", ex);
		}
	}

	/** The failures of sources are in the log already. */
	private void report(CorsReloadAttempt attempt) {
		List<CorsProblem> invalid = attempt.problems()
			.stream()
			.filter((problem) -> problem.reason() != Reason.SOURCE_FAILED)
			.toList();
		if (!invalid.isEmpty() && !invalid.equals(this.reported)) {
			ProblemReport report = new ProblemReport(invalid);
			logger.error("The CORS rules have changed and are invalid, so the current rules stay in force (generation "
					+ this.policies.generation() + "). This is logged again only if the problems change. "
					+ report.description() + System.lineSeparator() + System.lineSeparator() + report.action());
		}
		this.reported = invalid;
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor stopped = stopScheduling();
		if (stopped == null) {
			return;
		}
		try {
			if (!stopped.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("A CORS policy source has not answered yet, and the application stops.");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		// Only now, because an interrupt can break the resources that a source uses.
		stopped.shutdownNow();
	}

	private synchronized @Nullable ScheduledThreadPoolExecutor stopScheduling() {
		ScheduledThreadPoolExecutor stopped = this.executor;
		this.executor = null;
		if (stopped != null) {
			stopped.shutdown();
		}
		return stopped;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

}
