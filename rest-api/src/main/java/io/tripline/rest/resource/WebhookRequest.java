package io.tripline.rest.resource;

import io.tripline.dsl.ir.Severity;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.webhook.WebhookSecret;
import io.tripline.state.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a caller sends to register a webhook, not yet checked. */
record WebhookRequest(
    @Meaning(
            value =
                "https, or http to a receiver that the server is told to allow; no user, no"
                    + " fragment.",
            required = true)
        @Nullable String url,
    @Nullable String description,
    @Meaning("One is made if none is given.") @Nullable String secret,
    @Meaning("As rule or ruleset/rule; none for all.") @Nullable List<@Nullable String> rules,
    @Nullable String minSeverity) {
  private static final int MAX_URL = 2048;
  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_RULES = 1000;
  private static final Pattern RULE = Pattern.compile("([a-z0-9][a-z0-9_-]{0,63}/)?[\\w]{1,200}");

  /**
   * @throws ProblemException 400, with a sentence that never shows the secret
   */
  Webhook checked(String id, long now, SecureRandom random) {
    return new Webhook(
        id,
        checkedUrl(),
        secret == null ? WebhookSecret.generate(random) : checkedSecret(secret),
        checkedDescription(),
        checkedRules(),
        checkedSeverity(),
        true,
        now);
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

  private static String checkedSecret(String secret) {
    if (!WebhookSecret.isValid(secret)) {
      throw wrong("secret", "must be whsec_ and the base64 of 24 to 64 random bytes");
    }
    return secret;
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

  private List<String> checkedRules() {
    if (rules == null) {
      return List.of();
    }
    if (rules.size() > MAX_RULES) {
      throw wrong("rules", "names more than " + MAX_RULES + " rules");
    }
    for (String rule : rules) {
      if (rule == null || !RULE.matcher(rule).matches()) {
        throw wrong("rules", "must hold names, each as rule or ruleset/rule");
      }
    }
    return rules.stream().map(String::valueOf).toList();
  }

  private @Nullable String checkedSeverity() {
    List<String> words = Arrays.stream(Severity.values()).map(Severity::text).toList();
    if (minSeverity != null && !words.contains(minSeverity)) {
      throw wrong(
          "min_severity", words.stream().collect(Collectors.joining(", ", "must be one of ", "")));
    }
    return minSeverity;
  }

  private static ProblemException wrong(String member, String what) {
    return Problem.of(ProblemType.BAD_REQUEST, "The member " + member + " " + what + ".")
        .with("member", member)
        .exception();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WebhookRequest[url=" + url + "]";
  }
}
