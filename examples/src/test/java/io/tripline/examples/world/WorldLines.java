package io.tripline.examples.world;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Worlds read back the way anybody else would read them. */
final class WorldLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private WorldLines() {}

  static List<String> lines(WorldSettings settings) {
    List<String> lines = new ArrayList<>();
    new PaymentWorld(settings).lines().forEachRemaining(lines::add);
    return lines;
  }

  static List<JsonNode> events(WorldSettings settings) {
    return lines(settings).stream().map(JSON::readTree).toList();
  }

  static String text(JsonNode event, String field) {
    return event.path(field).asString("");
  }
}
