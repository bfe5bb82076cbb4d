package io.tripline.rest.webhook;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.tripline.engine.alert.Alert;
import io.tripline.rest.json.AlertJson;
import io.tripline.state.Webhook;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes one signed request, and judges the answer. Thread-safe. */
final class WebhookSender implements AutoCloseable {
  private final HttpClient client;
  private final WebhookSettings settings;
  private final InstantSource clock;

  WebhookSender(WebhookSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("tripline-webhook-http-", 0).factory()))
            .build();
  }

  /** The id under which an alert is delivered: the same at each attempt, also after a restart. */
  static String messageId(Alert alert) {
    return "msg_" + alert.id() + "_" + alert.ordinal();
  }

  Outcome send(Webhook webhook, Alert alert) throws InterruptedException {
    CompletableFuture<HttpResponse<@Nullable Void>> answer =
        client.sendAsync(
            request(webhook, alert), info -> new BoundedDiscard(settings.maxAnswerBytes()));
    try {
      return judge(answer.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return failed(timedOut());
    } catch (ExecutionException e) {
      return failed(reason(e.getCause()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private HttpRequest request(Webhook webhook, Alert alert) {
    String body = AlertJson.webhookForm(alert);
    String id = messageId(alert);
    long seconds = clock.millis() / 1000;
    return HttpRequest.newBuilder(URI.create(webhook.url()))
        .timeout(settings.requestTimeout())
        .header("content-type", "application/json")
        .header("user-agent", "Tripline")
        .header("webhook-id", id)
        .header("webhook-timestamp", Long.toString(seconds))
        .header("webhook-signature", signature(webhook.secret(), id, seconds, body))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static String signature(String secret, String id, long seconds, String body) {
    try {
      return new com.standardwebhooks.Webhook(secret).sign(id, seconds, body);
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      // The cause is left out: it may tell of the secret.
      throw new IllegalStateException("the webhook's secret cannot sign");
    }
  }

  private Outcome judge(HttpResponse<?> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    if (status == 410) {
      return new Outcome.Gone();
    }
    Duration retryAfter =
        response.headers().firstValue("retry-after").map(this::retryAfter).orElse(Duration.ZERO);
    return new Outcome.Failed("the receiver answered " + status, retryAfter);
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
      case HttpConnectTimeoutException _ -> "the receiver could not be reached in time";
      case HttpTimeoutException _ -> timedOut();
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "the receiver's host is not known";
      case ConnectException _ -> "the receiver could not be reached";
      case SSLException e -> "TLS failed: " + e.getMessage();
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
    client.shutdownNow();
  }
}
