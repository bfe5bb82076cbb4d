package io.tripline.state;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to be told of alerts.
 *
 * @param id chosen by whoever registers it; 1 to 255 bytes of UTF-8
 * @param url where to post to
 * @param secret with which deliveries are signed; kept as it is, never shown by {@link #toString}
 * @param description for people
 * @param rules the rules it wants, each as {@code rule} or {@code ruleSet/rule}; empty for all
 * @param minSeverity the least severity it wants, as rules write it ({@code medium}); null for all
 * @param enabled whether new alerts are queued for it
 * @param createdAt wall clock, ms since 1970
 */
public record Webhook(
    String id,
    String url,
    String secret,
    String description,
    List<String> rules,
    @Nullable String minSeverity,
    boolean enabled,
    long createdAt) {

  /**
   * @throws IllegalArgumentException if the id is empty or too long, or there is no such severity
   */
  public Webhook {
    rules = List.copyOf(rules);
    if (id.isEmpty() || Bytes.utf8(id).length > 255) {
      throw new IllegalArgumentException("a webhook's id has 1 to 255 bytes");
    }
    if (minSeverity != null) {
      severity(minSeverity);
    }
  }

  private static Severity severity(String text) {
    for (Severity severity : Severity.values()) {
      if (severity.text().equals(text.toLowerCase(Locale.ROOT))) {
        return severity;
      }
    }
    throw new IllegalArgumentException("there is no severity \"" + text + "\"");
  }

  /** Whether an alert that is stored now is to be sent to it: none that is in shadow. */
  public boolean wants(Alert alert) {
    return enabled
        && !alert.inShadow()
        && (minSeverity == null || alert.severity().compareTo(severity(minSeverity)) >= 0)
        && (rules.isEmpty()
            || rules.contains(alert.rule())
            || rules.contains(alert.ruleSet() + "/" + alert.rule()));
  }

  @Override
  public String toString() {
    return "Webhook[id=" + id + ", url=" + url + ", enabled=" + enabled + "]";
  }
}
