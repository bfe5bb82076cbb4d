package io.tripline.rest.resource;

import io.tripline.dsl.ir.Severity;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.state.AlertFilter;
import io.tripline.state.BodyTemplate;
import io.tripline.state.DeliveryOptions;
import io.tripline.state.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a caller sends to register or change a webhook, not yet checked. */
record WebhookRequest(
    @Meaning(
            value =
                "https, or http to a receiver that the server is told to allow; no user, no"
                    + " fragment.",
            required = true)
        @Nullable String url,
    @Nullable String description,
    @Meaning("One is made if none is given. Not in a change.") @Nullable String secret,
    @Meaning("Names; none for all.") @Nullable List<@Nullable String> rulesets,
    @Meaning("As rule or ruleset/rule; none for all.") @Nullable List<@Nullable String> rules,
    @Meaning("Of which a rule has at least one; none for all.")
        @Nullable List<@Nullable String> tags,
    @Nullable String minSeverity,
    @Meaning("key: alerts of one key are delivered one after the other, in their order.")
        @Nullable String ordered,
    @Meaning(
            "Which alerts are sent together, in one delivery; each alone if left out. Not with"
                + " ordered.")
        @Nullable GroupingRequest group,
    @Meaning("What is sent: default, slack, pagerduty or custom; default if left out.")
        @Nullable String template,
    @Meaning("Of a custom template: JSON with places such as {{message}} in its texts.")
        @Nullable JsonNode body,
    @Meaning(
            "Of PagerDuty: the integration key, never shown again. In a change, the one before"
                + " stays if none is given.")
        @Nullable String routingKey,
    @Meaning(
            "Whether what tells of fields marked @pii is sent as it is, and not as •••; false if"
                + " left out. Needs the scope pii.")
        @Nullable Boolean personalData) {
  static final String BY_KEY = "key";

  private static final int MAX_URL = 2048;
  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_NAMES = 1000;
  static final Pattern RULE_SET = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  static final Pattern RULE = Pattern.compile("(" + RULE_SET + "/)?[\\w]{1,200}");
  static final Pattern TAG = Pattern.compile("[\\w]{1,200}");

  /**
   * The webhook to register.
   *
   * @throws ProblemException 400, with a sentence that never shows the secret
   */
  Webhook created(String id, long now, WebhookSecrets secrets) {
    return new Webhook(
        id,
        checkedUrl(),
        List.of(secrets.made(secret, now)),
        checkedDescription(),
        filter(),
        delivery(new TemplateRequest(this).created()),
        true,
        "",
        now);
  }

  /**
   * A webhook that is registered, as it is to be.
   *
   * @throws ProblemException 400
   */
  Webhook changed(Webhook before) {
    if (secret != null) {
      throw wrong("secret", "is changed by the endpoints for secrets alone");
    }
    return new Webhook(
        before.id(),
        checkedUrl(),
        before.secrets(),
        checkedDescription(),
        filter(),
        delivery(new TemplateRequest(this).changed(before)),
        before.enabled(),
        before.whyDisabled(),
        before.createdAt());
  }

  /** Whether the webhook is to be sent personal data. */
  boolean sendsPersonalData() {
    return Boolean.TRUE.equals(personalData);
  }

  private DeliveryOptions delivery(BodyTemplate body) {
    boolean inOrder = isOrdered();
    if (inOrder && group != null) {
      throw wrong("group", "and ordered exclude each other");
    }
    return new DeliveryOptions(
        inOrder, body, sendsPersonalData(), group == null ? null : group.checked());
  }

  private boolean isOrdered() {
    if (ordered != null && !ordered.equals(BY_KEY)) {
      throw wrong("ordered", "must be " + BY_KEY + ", or left out");
    }
    return ordered != null;
  }

  private AlertFilter filter() {
    return new AlertFilter(
        names("rulesets", rulesets, RULE_SET),
        names("rules", rules, RULE),
        names("tags", tags, TAG),
        checkedSeverity());
  }

  private String checkedUrl() {
    if (url == null) {
      throw wrong("url", "is missing");
    }
    if (url.length() > MAX_URL) {
      throw wrong("url", "is longer than " + MAX_URL + " characters");
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw wrong("url", "is not a URL");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
      throw wrong("url", "must start with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      throw wrong("url", "must not hold a user or a password");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() > 65_535) {
      throw wrong("url", "must name a host, and a port of at most 65535 if any");
    }
    if (uri.getRawFragment() != null) {
      throw wrong("url", "must not have a fragment");
    }
    return url;
  }

  private String checkedDescription() {
    if (description == null) {
      return "";
    }
    if (description.length() > MAX_DESCRIPTION) {
      throw wrong("description", "is longer than " + MAX_DESCRIPTION + " characters");
    }
    return description;
  }

  static List<String> names(String member, @Nullable List<@Nullable String> given, Pattern form) {
    if (given == null) {
      return List.of();
    }
    if (given.size() > MAX_NAMES) {
      throw wrong(member, "has more than " + MAX_NAMES + " names");
    }
    for (String name : given) {
      if (name == null || !form.matcher(name).matches()) {
        throw wrong(member, "must hold names" + (form == RULE ? ", as rule or ruleset/rule" : ""));
      }
    }
    return given.stream().map(String::valueOf).toList();
  }

  private @Nullable String checkedSeverity() {
    List<String> words = Arrays.stream(Severity.values()).map(Severity::text).toList();
    if (minSeverity != null && !words.contains(minSeverity)) {
      throw wrong(
          "min_severity", words.stream().collect(Collectors.joining(", ", "must be one of ", "")));
    }
    return minSeverity;
  }

  static ProblemException wrong(String member, String what) {
    return Problem.of(ProblemType.BAD_REQUEST, "The member " + member + " " + what + ".")
        .with("member", member)
        .exception();
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "WebhookRequest[url=" + url + "]";
  }
}
