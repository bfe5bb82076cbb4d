package io.tripline.rest.otlp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Who is sent figures. What is worth another attempt gets it, a few times, within the time that the
 * export has; no redirect is followed, as headers would go with it.
 */
final class Receiver implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 3;

  /** The answer says little, and is not read for more than being there. */
  private static final int MOST_ANSWER_BYTES = 64 << 10;

  /** Those that the protocol names. */
  private static final Set<Integer> FOR_A_WHILE = Set.of(429, 502, 503, 504);

  private static final int MOST_MESSAGE = 200;

  private final URI endpoint;
  private final Duration firstPause;
  private final HttpClient client;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param firstPause before the second attempt; twice as long before the third
   */
  Receiver(URI endpoint, Duration firstPause) {
    this.endpoint = endpoint;
    this.firstPause = firstPause;
    this.client =
        HttpClient.newBuilder().followRedirects(Redirect.NEVER).version(Version.HTTP_1_1).build();
  }

  /**
   * Sends a request.
   *
   * @param body packed with gzip
   * @param headers names and values in turn
   * @param end of the time that there is, by the steady clock
   * @throws ExportException if it was not taken
   */
  void send(byte[] body, List<String> headers, long end)
      throws ExportException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "gzip")
            .header("User-Agent", "Tripline")
            .POST(BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    for (int attempt = 1; ; attempt++) {
      Outcome outcome = attempt(request.build(), end);
      if (outcome.problem() == null) {
        return;
      }
      long pause = pause(attempt, outcome);
      if (attempt == MOST_ATTEMPTS
          || !outcome.again()
          || System.nanoTime() + pause - end >= 0
          || closed.await(pause, TimeUnit.NANOSECONDS)) {
        throw new ExportException(outcome.problem(), null);
      }
    }
  }

  /**
   * What came of an attempt.
   *
   * @param problem null if there is none
   * @param again whether another attempt may do better
   * @param pauseSeconds for which the receiver asks first; 0 for none
   */
  private record Outcome(@Nullable String problem, boolean again, long pauseSeconds) {}

  private Outcome attempt(HttpRequest request, long end) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_ANSWER_BYTES));
    try {
      // Not by a timeout of the request, which would end with the headers of its answer.
      HttpResponse<byte[]> answer = asked.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      int status = answer.statusCode();
      return status / 100 == 2
          ? new Outcome(null, false, 0)
          : new Outcome(
              "the answer is " + status, FOR_A_WHILE.contains(status), retryAfter(answer));
    } catch (TimeoutException e) {
      return new Outcome("there is no whole answer in time", false, 0);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new Outcome(said(cause), cause instanceof IOException, 0);
    } finally {
      asked.cancel(true);
    }
  }

  /** In seconds; a date is not asked for by any receiver that we know. */
  private static long retryAfter(HttpResponse<?> answer) {
    String text = answer.headers().firstValue("Retry-After").orElse("");
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
  }

  private long pause(int attempt, Outcome outcome) {
    long usual = firstPause.toNanos() << (attempt - 1);
    return Math.max(
        TimeUnit.SECONDS.toNanos(outcome.pauseSeconds()),
        (long) (usual * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }

  private static String said(Throwable cause) {
    String message = cause.getMessage();
    String text = message == null ? cause.getClass().getSimpleName() : message;
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MOST_MESSAGE ? plain : plain.substring(0, MOST_MESSAGE) + "…";
  }

  /** Ends what is under way; by any thread. */
  @Override
  public void close() {
    closed.countDown();
    client.shutdownNow();
  }
}
