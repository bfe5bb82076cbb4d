package io.tripline.rest.webhook;

import io.tripline.engine.alert.Alert;
import io.tripline.rest.json.AlertForm;
import io.tripline.rest.json.Notice;
import io.tripline.rest.webhook.ReceiverGuard.ForbiddenException;
import io.tripline.state.Webhook;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes one signed request, and judges the answer. Thread-safe. */
final class WebhookSender implements AutoCloseable {
  private final WebhookClient client;
  private final WebhookSettings settings;
  private final InstantSource clock;

  WebhookSender(WebhookSettings settings, WebhookClient client, InstantSource clock) {
    this.settings = settings;
    this.client = client;
    this.clock = clock;
  }

  /** The id of a delivery: the same at each attempt, also after a restart. */
  private static String messageId(Notice notice) {
    Alert alert = notice.first();
    return "msg_" + alert.id() + "_" + alert.ordinal();
  }

  Outcome send(Recipient to, Notice notice) throws InterruptedException {
    String body;
    try {
      body = to.body(notice);
    } catch (AlertForm.TooLongException e) {
      return new Outcome.Unsendable(AlertForm.TooLongException.WHY);
    }
    return post(to.webhook(), messageId(notice), body).outcome();
  }

  /** Sends an alert that nothing has raised, marked as such. */
  Trial tryOut(Webhook webhook, String id) throws InterruptedException {
    long start = System.nanoTime();
    Recipient to = Recipient.of(webhook);
    Alert alert = SampleAlert.at(clock.millis());
    Notice sample = new Notice(List.of(alert), webhook.delivery().grouping() != null, true);
    Sent sent = post(webhook, id, to.body(sample));
    return new Trial(
        sent.outcome() instanceof Outcome.Delivered,
        sent.outcome().status(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        sent.outcome().reason(),
        to.withoutKey(sent.answer()),
        to.beginning(sample));
  }

  private record Sent(Outcome outcome, String answer) {}

  private Sent post(Webhook webhook, String id, String body) throws InterruptedException {
    try {
      WebhookClient.Answer answer =
          client.post(URI.create(webhook.url()), headers(webhook, id, body), body);
      return new Sent(judge(answer), answer.body());
    } catch (TimeoutException e) {
      return new Sent(failed(timedOut()), "");
    } catch (ExecutionException e) {
      return new Sent(failed(reason(e.getCause())), "");
    }
  }

  private Map<String, String> headers(Webhook webhook, String id, String body) {
    long millis = clock.millis();
    return Map.of(
        "user-agent",
        "Tripline",
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(millis / 1000),
        "webhook-signature",
        Signatures.of(webhook, id, millis, body));
  }

  private Outcome judge(WebhookClient.Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered(status);
    }
    if (status == 410) {
      return new Outcome.Gone();
    }
    return new Outcome.Failed(
        status, "the receiver answered " + status, retryAfter(answer.retryAfter()));
  }

  /** Seconds only; a date says nothing, so that nobody's wall clock matters. */
  private Duration retryAfter(String header) {
    if (!header.matches("\\d{1,9}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(header));
    return asked.compareTo(settings.maxRetryAfter()) < 0 ? asked : settings.maxRetryAfter();
  }

  private String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case ForbiddenException e -> "not called: " + e.getMessage();
      case UnknownHostException _ -> "the receiver's host is not known";
      case SocketTimeoutException _ -> "the receiver could not be reached in time";
      case TimeoutException _ -> timedOut();
      case ConnectException _ -> "the receiver could not be reached";
      case SSLException e -> "TLS failed: " + e.getMessage();
      case EOFException _ -> "the receiver hung up";
      case null -> "the request failed";
      default -> "the request failed: " + cause;
    };
  }

  private String timedOut() {
    return "no whole answer within " + settings.requestTimeout().toMillis() + " ms";
  }

  private static Outcome failed(String reason) {
    return new Outcome.Failed(0, reason, Duration.ZERO);
  }

  /** Breaks off what is still under way. */
  @Override
  public void close() {
    client.close();
  }
}
