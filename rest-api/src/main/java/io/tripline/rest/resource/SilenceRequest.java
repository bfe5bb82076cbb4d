package io.tripline.rest.resource;

import io.tripline.dsl.ir.Severity;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.security.Caller;
import io.tripline.state.AlertFilter;
import io.tripline.state.Silence;
import io.tripline.state.SilenceMatcher;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a caller sends to have alerts silenced, not yet checked. */
record SilenceRequest(
    @Meaning("Names; none for all.") @Nullable List<@Nullable String> rulesets,
    @Meaning("As rule or ruleset/rule; none for all.") @Nullable List<@Nullable String> rules,
    @Meaning("Of which a rule has at least one; none for all.")
        @Nullable List<@Nullable String> tags,
    @Meaning("Exactly these; none for all.") @Nullable List<@Nullable String> severities,
    @Meaning("Parts of the key: each must be there, and have exactly that value.")
        @Nullable Map<String, JsonNode> key,
    @Meaning("ISO 8601 with a zone; now, if it is earlier or left out.") @Nullable String from,
    @Meaning(value = "The same; up to 90 days from now.", required = true) @Nullable String until,
    @Meaning(value = "For people, 1 to 500 characters.", required = true) @Nullable String reason,
    @Meaning("Who asks for it; behind the caller's id, where callers are asked who they are.")
        @Nullable String by) {
  static final Duration LONGEST = Duration.ofDays(90);

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_BY = 200;
  private static final int MOST_NAMES = 100;
  private static final int MOST_PARTS = 20;
  private static final int LONGEST_VALUE = 1000;
  private static final Pattern PART = Pattern.compile("\\w{1,200}");

  /**
   * The silence.
   *
   * @param now ms since 1970
   * @param caller who asks for it
   * @throws ProblemException 400, without the values of the key
   */
  Silence checked(String id, long now, Caller caller) {
    SilenceMatcher matcher =
        new SilenceMatcher(
            new AlertFilter(
                names("rulesets", rulesets, WebhookRequest.RULE_SET),
                names("rules", rules, WebhookRequest.RULE),
                names("tags", tags, WebhookRequest.TAG),
                null),
            checkedSeverities(),
            checkedKey());
    if (matcher.isEmpty()) {
      throw WebhookRequest.wrong(
          "rulesets", "or rules, tags, severities or key must say which alerts are meant");
    }
    long end = time("until", until);
    long start = from == null ? now : Math.max(now, time("from", from));
    if (end <= start) {
      throw WebhookRequest.wrong("until", "must be later than now, and than from");
    }
    if (end - now > LONGEST.toMillis()) {
      throw WebhookRequest.wrong("until", "must be at most " + LONGEST.toDays() + " days from now");
    }
    return new Silence(id, matcher, start, end, checkedReason(), caller.by(checkedBy()), now);
  }

  private static List<String> names(
      String member, @Nullable List<@Nullable String> given, Pattern form) {
    List<String> names = WebhookRequest.names(member, given, form);
    if (names.size() > MOST_NAMES) {
      throw WebhookRequest.wrong(member, "has more than " + MOST_NAMES + " names");
    }
    return names;
  }

  private List<Severity> checkedSeverities() {
    return severities == null ? List.of() : severities.stream().map(this::severity).toList();
  }

  private Severity severity(@Nullable String word) {
    return Arrays.stream(Severity.values())
        .filter(each -> each.text().equals(word))
        .findAny()
        .orElseThrow(
            () ->
                WebhookRequest.wrong(
                    "severities",
                    Arrays.stream(Severity.values())
                        .map(Severity::text)
                        .collect(Collectors.joining(", ", "must hold some of ", ""))));
  }

  private SortedMap<String, String> checkedKey() {
    SortedMap<String, String> parts = new TreeMap<>();
    if (key == null) {
      return parts;
    }
    if (key.size() > MOST_PARTS) {
      throw WebhookRequest.wrong("key", "has more than " + MOST_PARTS + " parts");
    }
    key.forEach(
        (name, value) -> {
          if (!PART.matcher(name).matches() || value.isContainer()) {
            throw WebhookRequest.wrong(
                "key", "must hold names of the key's parts, each with a text, a number or null");
          }
          String text = value.isString() ? value.stringValue() : plain(value);
          if (text.length() > LONGEST_VALUE) {
            throw WebhookRequest.wrong(
                "key", "has a value of more than " + LONGEST_VALUE + " characters");
          }
          parts.put(name, text);
        });
    return parts;
  }

  /** As alerts have it. */
  private static String plain(JsonNode value) {
    if (!value.isBigDecimal()) {
      return value.toString();
    }
    // A few characters can stand for a number of a billion digits.
    if (Math.abs((long) value.decimalValue().scale()) > LONGEST_VALUE) {
      throw WebhookRequest.wrong("key", "has a number of too many digits");
    }
    return value.decimalValue().toPlainString();
  }

  private static long time(String member, @Nullable String text) {
    if (text == null) {
      throw WebhookRequest.wrong(member, "is missing");
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw WebhookRequest.wrong(member, "must be a time such as 2026-01-31T10:00:00Z");
    }
  }

  private String checkedReason() {
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw WebhookRequest.wrong("reason", "must have 1 to " + LONGEST_REASON + " characters");
    }
    return reason;
  }

  private String checkedBy() {
    if (by == null) {
      return "";
    }
    if (by.isBlank() || by.length() > LONGEST_BY) {
      throw WebhookRequest.wrong("by", "must have 1 to " + LONGEST_BY + " characters");
    }
    return by;
  }

  /** Without the values of the key. */
  @Override
  public String toString() {
    return "SilenceRequest[until=" + until + "]";
  }
}
