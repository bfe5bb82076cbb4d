package io.tripline.app.cli;

import io.tripline.engine.explain.Wording;
import io.tripline.engine.pipeline.EngineStats.Limited;
import io.tripline.rest.json.AlertJson;
import java.util.stream.Collectors;

/** How people are told that a rule had too many partial matches. */
public final class LimitText {
  private LimitText() {}

  /** When it happened first, and for which key: {@code 2026-01-31T10:00:00Z (card = •••)}. */
  public static String since(Limited limited) {
    String key =
        limited.key().stream()
            .map(part -> part.name() + " = " + AlertJson.text(part.value()))
            .collect(Collectors.joining(", "));
    return Wording.time(limited.since()) + (key.isEmpty() ? "" : " (" + key + ")");
  }
}
