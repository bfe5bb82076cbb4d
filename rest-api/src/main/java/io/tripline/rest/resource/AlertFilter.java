package io.tripline.rest.resource;

import io.tripline.engine.alert.Alert;
import io.tripline.rest.http.QueryParameters;
import io.tripline.rest.json.AlertJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a caller wants; null for no wish.
 *
 * @param key the text of any part of the key
 * @param from ms since 1970, inclusive
 * @param to ms since 1970, exclusive
 * @param mode {@link #LIVE}, {@link #SHADOW} or {@link #ANY}
 */
record AlertFilter(
    @Nullable String rule,
    @Nullable String ruleSet,
    @Nullable String key,
    long from,
    long to,
    String mode) {
  static final String LIVE = "live";
  static final String SHADOW = "shadow";
  static final String ANY = "any";

  static AlertFilter of(QueryParameters parameters) {
    return new AlertFilter(
        parameters.text("rule"),
        parameters.text("ruleset"),
        parameters.text("key"),
        parameters.time("from", Long.MIN_VALUE),
        parameters.time("to", Long.MAX_VALUE),
        parameters.oneOf("mode", List.of(LIVE, SHADOW, ANY), LIVE));
  }

  boolean test(Alert alert) {
    return (mode.equals(ANY) || mode.equals(SHADOW) == alert.inShadow())
        && (rule == null || rule.equals(alert.rule()))
        && (ruleSet == null || ruleSet.equals(alert.ruleSet()))
        && alert.time() >= from
        && alert.time() < to
        && (key == null
            || alert.key().stream().anyMatch(part -> AlertJson.text(part.value()).equals(key)));
  }
}
