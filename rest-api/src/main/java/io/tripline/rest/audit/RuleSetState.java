package io.tripline.rest.audit;

import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What runs by a name at a moment.
 *
 * @param version 0 if nothing does
 * @param modes as a text for people
 */
public record RuleSetState(int version, String text, String modes) {
  private static final RuleSetState NONE = new RuleSetState(0, "", "");

  /** The most characters of a difference that are kept. */
  private static final int LONGEST_DIFF = 64 << 10;

  public static RuleSetState of(Engine engine, String name) {
    return engine.ruleSets().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .map(each -> new RuleSetState(each.version(), each.text(), modes(each.modes())))
        .orElse(NONE);
  }

  private static String modes(RuleModes modes) {
    StringJoiner text = new StringJoiner("; ");
    text.add(modes.ofSet().text());
    new TreeMap<>(modes.own()).forEach((rule, mode) -> text.add(rule + ": " + mode.text()));
    if (modes.allPaused()) {
      text.add("all paused");
    } else if (!modes.paused().isEmpty()) {
      text.add("paused: " + String.join(", ", new TreeSet<>(modes.paused())));
    }
    if (!modes.failed().isEmpty()) {
      text.add("failed: " + String.join(", ", new TreeSet<>(modes.failed().keySet())));
    }
    return text.toString();
  }

  /** This, with another text. */
  public RuleSetState withText(String other) {
    return new RuleSetState(version, other, modes);
  }

  /** What has become different, by names; empty if nothing has. */
  public Map<String, String> changeTo(RuleSetState after) {
    Map<String, String> details = new LinkedHashMap<>();
    if (version != after.version) {
      details.put("version_before", Integer.toString(version));
      details.put("version_after", Integer.toString(after.version));
    }
    if (!text.equals(after.text)) {
      details.put("text_before_sha256", digest(text));
      details.put("text_after_sha256", digest(after.text));
      String diff = TextDiff.hunks(text, after.text);
      details.put(
          "diff",
          diff.length() <= LONGEST_DIFF
              ? diff
              : diff.substring(0, LONGEST_DIFF) + "\n… cut; the versions have the whole texts\n");
    }
    if (!modes.equals(after.modes)) {
      details.put("modes_before", modes);
      details.put("modes_after", after.modes);
    }
    return details;
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
