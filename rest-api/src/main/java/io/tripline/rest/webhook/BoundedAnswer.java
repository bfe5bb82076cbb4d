package io.tripline.rest.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/**
 * Reads an answer's body to its end, so that the connection can be used again, and keeps its
 * beginning; of a long one it reads no more than a bound, and drops the connection.
 */
final class BoundedAnswer implements Response.Listener {
  /** The most bytes of a body that are kept. */
  static final int KEPT_BYTES = 1000;

  private final CompletableFuture<WebhookClient.Answer> result = new CompletableFuture<>();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long left;

  BoundedAnswer(long maxBytes) {
    this.left = maxBytes;
  }

  CompletableFuture<WebhookClient.Answer> result() {
    return result;
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    left -= content.remaining();
    byte[] beginning = new byte[Math.min(content.remaining(), KEPT_BYTES - kept.size())];
    content.get(beginning);
    kept.writeBytes(beginning);
    content.position(content.limit());
    if (left < 0) {
      result.complete(answer(response));
      response.abort(new IllegalStateException("the answer is too long"));
    }
  }

  @Override
  public void onComplete(Result whole) {
    if (whole.isSucceeded()) {
      result.complete(answer(whole.getResponse()));
    } else {
      result.completeExceptionally(whole.getFailure());
    }
  }

  private WebhookClient.Answer answer(Response response) {
    String retryAfter = response.getHeaders().get("retry-after");
    return new WebhookClient.Answer(
        response.getStatus(),
        retryAfter == null ? "" : retryAfter,
        kept.toString(StandardCharsets.UTF_8));
  }
}
