package io.tripline.rest.webhook;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.tripline.engine.alert.Alert;
import io.tripline.rest.json.AlertJson;
import io.tripline.rest.webhook.ReceiverGuard.ForbiddenException;
import io.tripline.state.Webhook;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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

  /** The id under which an alert is delivered: the same at each attempt, also after a restart. */
  static String messageId(Alert alert) {
    return "msg_" + alert.id() + "_" + alert.ordinal();
  }

  Outcome send(Webhook webhook, Alert alert) throws InterruptedException {
    String body = AlertJson.webhookForm(alert);
    try {
      return judge(
          client.post(URI.create(webhook.url()), headers(webhook, messageId(alert), body), body));
    } catch (TimeoutException e) {
      return failed(timedOut());
    } catch (ExecutionException e) {
      return failed(reason(e.getCause()));
    }
  }

  private Map<String, String> headers(Webhook webhook, String id, String body) {
    long seconds = clock.millis() / 1000;
    return Map.of(
        "user-agent",
        "Tripline",
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(seconds),
        "webhook-signature",
        signature(webhook.secret(), id, seconds, body));
  }

  private static String signature(String secret, String id, long seconds, String body) {
    try {
      return new com.standardwebhooks.Webhook(secret).sign(id, seconds, body);
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      // The cause is left out: it may tell of the secret.
      throw new IllegalStateException("the webhook's secret cannot sign");
    }
  }

  private Outcome judge(WebhookClient.Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    if (status == 410) {
      return new Outcome.Gone();
    }
    return new Outcome.Failed("the receiver answered " + status, retryAfter(answer.retryAfter()));
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
    return new Outcome.Failed(reason, Duration.ZERO);
  }

  /** Breaks off what is still under way. */
  @Override
  public void close() {
    client.close();
  }
}
