package io.tripline.rest.resource;

import io.tripline.engine.alert.Alert;
import io.tripline.rest.http.QueryParameters;
import io.tripline.rest.json.AlertJson;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a caller wants; null for no wish.
 *
 * @param key the text of any part of the key
 * @param from ms since 1970, inclusive
 * @param to ms since 1970, exclusive
 */
record AlertFilter(
    @Nullable String rule, @Nullable String ruleSet, @Nullable String key, long from, long to) {

  static AlertFilter of(QueryParameters parameters) {
    return new AlertFilter(
        parameters.text("rule"),
        parameters.text("ruleset"),
        parameters.text("key"),
        parameters.time("from", Long.MIN_VALUE),
        parameters.time("to", Long.MAX_VALUE));
  }

  boolean test(Alert alert) {
    return (rule == null || rule.equals(alert.rule()))
        && (ruleSet == null || ruleSet.equals(alert.ruleSet()))
        && alert.time() >= from
        && alert.time() < to
        && (key == null
            || alert.key().stream().anyMatch(part -> AlertJson.text(part.value()).equals(key)));
  }
}
