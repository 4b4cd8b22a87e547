package io.github.corsstarter.web;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs one reload at a time. If several reloads wait while another one runs, a single
 * reload serves all of them: one for those of all sources, and one for those of single
 * sources. Safe for use by many threads.
 *
 * @param <S> the type of the sources
 */
final class ReloadQueue<S> {

	private final ReentrantLock reloading = new ReentrantLock();

	/** The attempts that wait for another one. Guarded by {@code this}. */
	private @Nullable Attempt waitingForAll;

	private @Nullable Attempt waitingForSome;

	/**
	 * Reload all sources.
	 * @param action reloads all sources, the same for all calls
	 */
	CorsReload reload(Supplier<CorsReload> action) {
		Attempt attempt = join();
		return alone(() -> attempt.result(action));
	}

	/**
	 * Reload one source. If other sources wait as well and one of them cannot be
	 * reloaded, each is reloaded alone.
	 * @param source the source
	 * @param action reloads some sources, the same for all calls
	 */
	CorsReload reload(S source, Function<Set<S>, CorsReload> action) {
		Attempt attempt = join(source);
		return alone(() -> attempt.result(source, action));
	}

	/** Run something while no reload runs. */
	<T> T alone(Supplier<T> action) {
		this.reloading.lock();
		try {
			return action.get();
		}
		finally {
			this.reloading.unlock();
		}
	}

	private synchronized Attempt join() {
		Attempt attempt = (this.waitingForAll != null) ? this.waitingForAll : new Attempt();
		this.waitingForAll = attempt;
		return attempt;
	}

	private synchronized Attempt join(S source) {
		Attempt attempt = (this.waitingForSome != null) ? this.waitingForSome : new Attempt();
		this.waitingForSome = attempt;
		attempt.sources.add(source);
		return attempt;
	}

	/**
	 * The attempt is about to read the sources, so a reload that begins from now on must
	 * use another attempt.
	 */
	private synchronized void begin(Attempt attempt) {
		this.waitingForAll = (this.waitingForAll == attempt) ? null : this.waitingForAll;
		this.waitingForSome = (this.waitingForSome == attempt) ? null : this.waitingForSome;
	}

	/**
	 * One reload on behalf of all threads that wait for it. The first that gets the lock
	 * does the work.
	 */
	private final class Attempt {

		/** Guarded by the queue until the attempt begins. */
		private final Set<S> sources = new LinkedHashSet<>();

		private @Nullable Result together;

		private final Map<S, Result> alone = new HashMap<>();

		private CorsReload result(Supplier<CorsReload> action) {
			return together(action).get();
		}

		private CorsReload result(S source, Function<Set<S>, CorsReload> action) {
			Result result = together(() -> action.apply(this.sources));
			if (result.failure() == null || this.sources.size() == 1) {
				return result.get();
			}
			Result own = this.alone.get(source);
			if (own == null) {
				own = Result.of(() -> action.apply(Set.of(source)));
				this.alone.put(source, own);
			}
			return own.get();
		}

		private Result together(Supplier<CorsReload> action) {
			Result result = this.together;
			if (result == null) {
				begin(this);
				result = Result.of(action);
				this.together = result;
			}
			return result;
		}

	}

	/**
	 * The result of a reload.
	 *
	 * @param reload what has changed, or {@code null} after a failure
	 * @param failure a {@link RuntimeException} or an {@link Error}, or {@code null}
	 */
	private record Result(@Nullable CorsReload reload, @Nullable Throwable failure) {

		static Result of(Supplier<CorsReload> action) {
			try {
				return new Result(action.get(), null);
			}
			catch (RuntimeException | Error ex) {
				return new Result(null, ex);
			}
		}

		CorsReload get() {
			if (this.failure instanceof Error error) {
				throw error;
			}
			if (this.failure instanceof RuntimeException failed) {
				throw failed;
			}
			return Objects.requireNonNull(this.reload);
		}

	}

}
