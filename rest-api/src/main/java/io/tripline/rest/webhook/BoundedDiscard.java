package io.tripline.rest.webhook;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer's body to its end, so that the connection can be used again, and forgets it; of a
 * long one it reads no more than a bound, and drops the connection.
 */
final class BoundedDiscard implements BodySubscriber<@Nullable Void> {
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private long left;
  private Flow.@Nullable Subscription subscription;

  BoundedDiscard(long maxBytes) {
    this.left = maxBytes;
  }

  @Override
  public CompletionStage<@Nullable Void> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription to) {
    subscription = to;
    to.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      left -= buffer.remaining();
    }
    if (left < 0 && subscription != null) {
      subscription.cancel();
      done.complete(null);
    }
  }

  @Override
  public void onError(Throwable error) {
    done.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    done.complete(null);
  }
}
