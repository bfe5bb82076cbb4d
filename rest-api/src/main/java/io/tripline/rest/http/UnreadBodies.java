package io.tripline.rest.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Lets a caller always get its answer, also one that is given before the request's body is read:
 * that the body is too large, of a wrong type, for nobody. After such an answer the rest of the
 * body is read and thrown away before the connection is closed. Closing a connection on which
 * unread bytes lie resets it, and a reset overtakes the answer: a caller that is still sending
 * would see a broken connection in place of a 413.
 *
 * <p>The answer is on its way when reading begins, so a caller that looks up from sending has it at
 * once. Nothing waits meanwhile: no thread, and no memory beyond a buffer. What a caller may still
 * send is bounded by {@link #PATIENCE} and {@link #MOST_BYTES}, and its silence by the connection's
 * idle time; after that the connection is closed all the same.
 */
public final class UnreadBodies extends Handler.Wrapper {
  /** How long the rest of a body may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How much the rest of a body may be. */
  private static final long MOST_BYTES = 1L << 30;

  /** Of what has come of a body already: 16 buffers. */
  private static final int READS_BEFORE_ANSWER = 16;

  private final long mostBytes;

  /**
   * @param handler that answers requests
   */
  public UnreadBodies(Handler handler) {
    this(handler, MOST_BYTES);
  }

  UnreadBodies(Handler handler, long mostBytes) {
    super(handler);
    this.mostBytes = mostBytes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Exchange exchange = new Exchange(request, callback);
    return super.handle(exchange, response, exchange.afterAnswer());
  }

  /** A request whose body is read to its end, by its handlers or after them. */
  private final class Exchange extends Request.Wrapper {
    private final Callback whole;
    private boolean bodyWanted;
    private long answered;
    private long discarded;

    Exchange(Request request, Callback whole) {
      super(request);
      this.whole = whole;
      this.bodyWanted = !request.getHeaders().contains(HttpHeader.EXPECT);
    }

    /** Asking for the body of a caller that waits to be told so tells it to send. */
    @Override
    public void demand(Runnable demandCallback) {
      bodyWanted = true;
      super.demand(demandCallback);
    }

    /**
     * Asked before the answer, to learn whether the connection can be used again. The usual way
     * gives up what has not come yet, so that it could not be read later.
     */
    @Override
    public boolean consumeAvailable() {
      for (int i = 0; i < READS_BEFORE_ANSWER; i++) {
        Content.Chunk chunk = discardNext();
        if (chunk == null || Content.Chunk.isFailure(chunk)) {
          return false;
        }
        if (chunk.isLast()) {
          return true;
        }
      }
      return false;
    }

    Callback afterAnswer() {
      return new Callback.Nested(whole) {
        @Override
        public void succeeded() {
          answered = System.nanoTime();
          discardRest();
        }
      };
    }

    private void discardRest() {
      while (bodyWanted && isWithinBounds()) {
        Content.Chunk chunk = discardNext();
        if (chunk == null) {
          demand(this::discardRest);
          return;
        }
        if (chunk.isLast()) { // of the body, or because the caller is gone or silent
          break;
        }
      }
      whole.succeeded();
    }

    private Content.@Nullable Chunk discardNext() {
      Content.Chunk chunk = read();
      if (chunk != null) {
        discarded += chunk.remaining();
        chunk.release();
      }
      return chunk;
    }

    private boolean isWithinBounds() {
      return discarded < mostBytes && System.nanoTime() - answered < PATIENCE.toNanos();
    }
  }
}
