package io.tripline.rest.webhook;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * How webhooks are delivered.
 *
 * @param maxWebhooks the most that may be registered
 * @param connectTimeout for the connection alone
 * @param requestTimeout for the whole of an attempt, to the last byte of the answer
 * @param retryDelays the pauses after the first, second, … failed attempt; after the attempt that
 *     follows the last pause, a delivery is a dead letter
 * @param jitter each pause is lengthened or shortened at random by up to this part of it, 0 to 1
 * @param perReceiver the most deliveries under way to one receiver; one while it fails
 * @param shared the most deliveries under way beyond the first of each receiver, all together
 * @param maxAnswerBytes of an answer's body that are read, before the connection is dropped
 * @param maxRetryAfter the longest wait that a receiver's Retry-After can ask for
 * @param pollInterval how often a lane looks into the outbox without being woken
 * @param stopPatience how long deliveries under way may take when the server stops
 * @param allowed the receivers that may be called though they are not public
 * @param breaker when a receiver that fails is left alone
 * @param logged of how many attempts of each webhook is remembered what they came to
 * @param maxHeldUp the most deliveries of a webhook that is kept in order that are held up, or
 *     under way; at that, nothing new is begun
 */
public record WebhookSettings(
    int maxWebhooks,
    Duration connectTimeout,
    Duration requestTimeout,
    List<Duration> retryDelays,
    double jitter,
    int perReceiver,
    int shared,
    int maxAnswerBytes,
    Duration maxRetryAfter,
    Duration pollInterval,
    Duration stopPatience,
    AllowedReceivers allowed,
    CircuitBreaker.Settings breaker,
    int logged,
    int maxHeldUp) {

  /**
   * @throws IllegalArgumentException if a bound makes no sense; the message says which
   */
  public WebhookSettings {
    retryDelays = List.copyOf(retryDelays);
    check(maxWebhooks >= 1, "maxWebhooks must be at least 1");
    check(isPositive(connectTimeout), "connectTimeout must be positive");
    check(isPositive(requestTimeout), "requestTimeout must be positive");
    check(retryDelays.stream().noneMatch(Duration::isNegative), "retryDelays has a negative one");
    check(jitter >= 0 && jitter <= 1, "jitter must be 0 to 1");
    check(perReceiver >= 1, "perReceiver must be at least 1");
    check(shared >= 0, "shared must not be negative");
    check(maxAnswerBytes >= 0, "maxAnswerBytes must not be negative");
    check(!maxRetryAfter.isNegative(), "maxRetryAfter must not be negative");
    check(isPositive(pollInterval), "pollInterval must be positive");
    check(!stopPatience.isNegative(), "stopPatience must not be negative");
    check(logged >= 0, "logged must not be negative");
    check(maxHeldUp >= 1, "maxHeldUp must be at least 1");
  }

  /** Fifteen attempts in about three days, four deliveries at a time to a receiver. */
  public static WebhookSettings defaults() {
    return new WebhookSettings(
        100,
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        LongStream.of(
                1, 5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800, 43_200, 43_200,
                86_400)
            .mapToObj(Duration::ofSeconds)
            .toList(),
        0.2,
        4,
        64,
        64 << 10,
        Duration.ofHours(1),
        Duration.ofMillis(500),
        Duration.ofSeconds(5),
        AllowedReceivers.NONE,
        new CircuitBreaker.Settings(5, Duration.ofSeconds(10), Duration.ofMinutes(5)),
        100,
        10_000);
  }

  /** These settings with others for receivers that are not public. */
  public WebhookSettings withAllowed(AllowedReceivers receivers) {
    return with(draft -> draft.allowed = receivers);
  }

  /** These settings with other pauses between attempts. */
  public WebhookSettings withRetryDelays(List<Duration> delays) {
    return with(draft -> draft.retryDelays = delays);
  }

  /** These settings with another bound for an attempt. */
  public WebhookSettings withRequestTimeout(Duration timeout) {
    return with(draft -> draft.requestTimeout = timeout);
  }

  /** These settings with others for receivers that fail. */
  public WebhookSettings withBreaker(CircuitBreaker.Settings other) {
    return with(draft -> draft.breaker = other);
  }

  /** These settings with another bound on the number of webhooks. */
  public WebhookSettings withMaxWebhooks(int most) {
    return with(draft -> draft.maxWebhooks = most);
  }

  /** These settings with another bound on deliveries that are kept in order. */
  public WebhookSettings withMaxHeldUp(int most) {
    return with(draft -> draft.maxHeldUp = most);
  }

  private WebhookSettings with(Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    return new WebhookSettings(
        draft.maxWebhooks,
        connectTimeout,
        draft.requestTimeout,
        draft.retryDelays,
        jitter,
        perReceiver,
        shared,
        maxAnswerBytes,
        maxRetryAfter,
        pollInterval,
        stopPatience,
        draft.allowed,
        draft.breaker,
        logged,
        draft.maxHeldUp);
  }

  /** What can be set apart from the rest. */
  private final class Draft {
    private int maxWebhooks = WebhookSettings.this.maxWebhooks;
    private Duration requestTimeout = WebhookSettings.this.requestTimeout;
    private List<Duration> retryDelays = WebhookSettings.this.retryDelays;
    private AllowedReceivers allowed = WebhookSettings.this.allowed;
    private int maxHeldUp = WebhookSettings.this.maxHeldUp;
    private CircuitBreaker.Settings breaker = WebhookSettings.this.breaker;
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException("webhook settings: " + otherwise);
    }
  }
}
