package io.tripline.rest;

import io.tripline.rest.approval.ApprovalSettings;
import io.tripline.rest.backtest.BacktestSettings;
import io.tripline.rest.decision.DecisionSettings;
import io.tripline.rest.otlp.OtlpSettings;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.rest.webhook.WebhookSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP server runs.
 *
 * @param host an address of this machine: of its loopback, unless callers are asked who they are
 * @param port 0 for any free one
 * @param maxBodyBytes of a request's body, unpacked
 * @param maxBodyBytesInFlight of all bodies being handled; above it, requests are answered 429
 * @param maxUploadBytes of an upload of a list or table, unpacked
 * @param maxAlertsScanned the most alerts that one request for alerts looks at
 * @param maxAlertStreams the most streams of alerts at a time; more are answered 429
 * @param origins of web pages that may use the API from a browser, such as {@code
 *     https://fraud.example.com}; only where callers are asked who they are
 * @param stopPatience how long requests under way may take when the server stops
 * @param otlp where figures are sent; null for nowhere
 */
public record ServerSettings(
    String host,
    int port,
    int maxBodyBytes,
    long maxBodyBytesInFlight,
    long maxUploadBytes,
    int maxAlertsScanned,
    int maxAlertStreams,
    Duration stopPatience,
    List<String> origins,
    DecisionSettings decisions,
    WebhookSettings webhooks,
    BacktestSettings backtests,
    SecuritySettings security,
    ApprovalSettings approval,
    @Nullable OtlpSettings otlp) {

  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:]+])(:[0-9]{1,5})?");

  /**
   * @throws IllegalArgumentException if a bound makes no sense; the message says which
   */
  public ServerSettings {
    check(port >= 0 && port <= 65_535, "port must be 0 to 65535");
    check(maxBodyBytes >= 1 && maxBodyBytes <= 1 << 30, "maxBodyBytes must be 1 to " + (1 << 30));
    check(
        maxBodyBytesInFlight > maxBodyBytes, "maxBodyBytesInFlight must be more than maxBodyBytes");
    check(maxUploadBytes >= 1, "maxUploadBytes must be at least 1");
    check(maxAlertsScanned >= 1, "maxAlertsScanned must be at least 1");
    check(maxAlertStreams >= 0, "maxAlertStreams must not be negative");
    origins = List.copyOf(origins);
    check(
        origins.stream().allMatch(ServerSettings::isOrigin),
        "an origin must be as browsers send it, such as https://fraud.example.com");
    check(
        origins.isEmpty() || security.asksWhoCalls(),
        "web pages may use the API only where callers are asked who they are");
    check(
        !approval.required() || security.asksWhoCalls(),
        "somebody else can approve only where callers are asked who they are");
    check(!stopPatience.isNegative(), "stopPatience must not be negative");
  }

  /** Scheme, host and port, in small letters, and nothing more (RFC 6454, section 6.2). */
  private static boolean isOrigin(String text) {
    return ORIGIN.matcher(text).matches();
  }

  /** 127.0.0.1:8080, bodies of 16 MB, 128 MB of them at a time, uploads of 256 MB. */
  public static ServerSettings defaults() {
    return new ServerSettings(
        "127.0.0.1",
        8080,
        16 << 20,
        128 << 20,
        256 << 20,
        100_000,
        100,
        Duration.ofSeconds(10),
        List.of(),
        DecisionSettings.defaults(),
        WebhookSettings.defaults(),
        BacktestSettings.defaults(),
        SecuritySettings.defaults(),
        ApprovalSettings.defaults(),
        null);
  }

  /** What is to become settings, while it is changed. */
  private static final class Draft {
    private String host;
    private int port;
    private int maxBodyBytes;
    private long maxBodyBytesInFlight;
    private long maxUploadBytes;
    private int maxAlertsScanned;
    private int maxAlertStreams;
    private Duration stopPatience;
    private List<String> origins;
    private DecisionSettings decisions;
    private WebhookSettings webhooks;
    private BacktestSettings backtests;
    private SecuritySettings security;
    private ApprovalSettings approval;
    private @Nullable OtlpSettings otlp;

    private Draft(ServerSettings settings) {
      host = settings.host;
      port = settings.port;
      maxBodyBytes = settings.maxBodyBytes;
      maxBodyBytesInFlight = settings.maxBodyBytesInFlight;
      maxUploadBytes = settings.maxUploadBytes;
      maxAlertsScanned = settings.maxAlertsScanned;
      maxAlertStreams = settings.maxAlertStreams;
      stopPatience = settings.stopPatience;
      origins = settings.origins;
      decisions = settings.decisions;
      webhooks = settings.webhooks;
      backtests = settings.backtests;
      security = settings.security;
      approval = settings.approval;
      otlp = settings.otlp;
    }

    private ServerSettings settings() {
      return new ServerSettings(
          host,
          port,
          maxBodyBytes,
          maxBodyBytesInFlight,
          maxUploadBytes,
          maxAlertsScanned,
          maxAlertStreams,
          stopPatience,
          origins,
          decisions,
          webhooks,
          backtests,
          security,
          approval,
          otlp);
    }
  }

  private ServerSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** These settings on another address. */
  public ServerSettings withAddress(String newHost, int newPort) {
    return with(
        draft -> {
          draft.host = newHost;
          draft.port = newPort;
        });
  }

  /** These settings with other bounds for bodies. */
  public ServerSettings withBodies(int maxBytes, long maxBytesInFlight) {
    return with(
        draft -> {
          draft.maxBodyBytes = maxBytes;
          draft.maxBodyBytesInFlight = maxBytesInFlight;
        });
  }

  /** These settings with another bound for uploads. */
  public ServerSettings withUploads(long most) {
    return with(draft -> draft.maxUploadBytes = most);
  }

  /** These settings with another bound on the alerts that one request looks at. */
  public ServerSettings withMaxAlertsScanned(int most) {
    return with(draft -> draft.maxAlertsScanned = most);
  }

  /** These settings with another bound on streams of alerts. */
  public ServerSettings withMaxAlertStreams(int most) {
    return with(draft -> draft.maxAlertStreams = most);
  }

  /** These settings with others for webhooks. */
  public ServerSettings withWebhooks(WebhookSettings settings) {
    return with(draft -> draft.webhooks = settings);
  }

  /** These settings with others for decisions. */
  public ServerSettings withDecisions(DecisionSettings settings) {
    return with(draft -> draft.decisions = settings);
  }

  /** These settings with web pages that may use the API. */
  public ServerSettings withOrigins(List<String> allowed) {
    return with(draft -> draft.origins = allowed);
  }

  /** These settings with other bounds for backtests. */
  public ServerSettings withBacktests(BacktestSettings settings) {
    return with(draft -> draft.backtests = settings);
  }

  /** These settings with others for who may use it. */
  public ServerSettings withSecurity(SecuritySettings settings) {
    return with(draft -> draft.security = settings);
  }

  /** These settings with another for whether changes of rules are approved by somebody else. */
  public ServerSettings withApproval(ApprovalSettings settings) {
    return with(draft -> draft.approval = settings);
  }

  /** These settings with figures that are sent over OTLP; null for none. */
  public ServerSettings withOtlp(@Nullable OtlpSettings settings) {
    return with(draft -> draft.otlp = settings);
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException("server settings: " + otherwise);
    }
  }
}
