package io.tripline.app.demo;

import io.tripline.examples.world.Scenario;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The truth about generated events: which of them belong to which episode of fraud, or of something
 * that only looks like it. Not thread-safe.
 */
final class Labels {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, Scenario> SCENARIOS =
      Stream.of(Scenario.values()).collect(Collectors.toMap(Scenario::label, Function.identity()));

  private final Map<String, Episode> byEvent = new HashMap<>();
  private final Map<Long, Episode> episodes = new TreeMap<>();

  /** One telling of a story. */
  record Episode(long number, Scenario scenario) {
    boolean fraud() {
      return scenario.fraud();
    }
  }

  /**
   * Takes the label of an event.
   *
   * @param line the event as JSON
   */
  void read(String line) {
    // Most events belong to no episode; those are not parsed.
    if (!line.contains("\"episode\"")) {
      return;
    }
    JsonNode event = JSON.readTree(line);
    Scenario scenario = SCENARIOS.get(event.path("scenario").asString());
    if (scenario == null) {
      throw new IllegalArgumentException("no scenario of the generator: " + line);
    }
    long number = event.path("episode").asLong();
    Episode episode = episodes.computeIfAbsent(number, n -> new Episode(n, scenario));
    byEvent.put(event.path("id").asString(), episode);
  }

  /** The episode that an event belongs to, or null. */
  @Nullable Episode of(String eventId) {
    return byEvent.get(eventId);
  }

  Collection<Episode> episodes() {
    return episodes.values();
  }
}
