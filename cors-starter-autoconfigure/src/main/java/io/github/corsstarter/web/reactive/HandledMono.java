package io.github.corsstarter.web.reactive;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Tells the response that its request was handled or canceled, before the signal is
 * passed on. Does the same as {@code doOnTerminate} and {@code doOnCancel}, with one
 * subscriber instead of two.
 */
final class HandledMono extends MonoOperator<Void, Void> {

	private final CorsPolicyServerResponse response;

	HandledMono(Mono<Void> handling, CorsPolicyServerResponse response) {
		super(handling);
		this.response = response;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Void> actual) {
		this.source.subscribe(new Handling(actual, this.response));
	}

	private static final class Handling implements CoreSubscriber<Void>, Subscription {

		private final CoreSubscriber<? super Void> actual;

		private final CorsPolicyServerResponse response;

		private Subscription subscription = Operators.emptySubscription();

		Handling(CoreSubscriber<? super Void> actual, CorsPolicyServerResponse response) {
			this.actual = actual;
			this.response = response;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(Void element) {
			// A Mono<Void> emits no element.
		}

		@Override
		public void onError(Throwable failure) {
			Throwable reported = afterHandling(failure);
			this.actual.onError((reported != null) ? reported : failure);
		}

		@Override
		public void onComplete() {
			Throwable failure = afterHandling(null);
			if (failure == null) {
				this.actual.onComplete();
			}
			else {
				this.actual.onError(failure);
			}
		}

		private @Nullable Throwable afterHandling(@Nullable Throwable failure) {
			try {
				this.response.handled();
				return failure;
			}
			catch (RuntimeException ex) {
				return Operators.onOperatorError(null, (failure != null) ? failure : ex, currentContext());
			}
		}

		@Override
		public void request(long count) {
			this.subscription.request(count);
		}

		@Override
		public void cancel() {
			this.response.cancelled();
			this.subscription.cancel();
		}

	}

}
