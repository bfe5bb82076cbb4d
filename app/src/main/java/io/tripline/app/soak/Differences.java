package io.tripline.app.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What alerts of two runs differ in, in sentences for people. */
final class Differences {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Differences() {}

  /**
   * All of them.
   *
   * @param expected the alerts of the undisturbed run, in their order
   * @param found those of the other
   * @param received the ids of those that came to the receiver
   */
  static List<String> of(List<String> expected, List<String> found, Set<String> received) {
    List<String> differences = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<String> twice = found.stream().map(Differences::id).filter(id -> !ids.add(id)).toList();
    add(differences, "alerts are there twice", twice);
    List<String> lost =
        expected.stream().map(Differences::id).filter(id -> !ids.contains(id)).toList();
    add(differences, "alerts are lost", lost);
    Set<String> known = new HashSet<>(expected.stream().map(Differences::id).toList());
    add(
        differences,
        "alerts should not be there",
        ids.stream().filter(id -> !known.contains(id)).toList());
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      if (!expected.get(i).equals(found.get(i))) {
        differences.add(
            "alert %d is\n  %s\nand should be\n  %s"
                .formatted(i + 1, found.get(i), expected.get(i)));
        break;
      }
    }
    Set<String> told = new HashSet<>(told(expected));
    add(
        differences,
        "alerts did not come to the receiver",
        told.stream().filter(id -> !received.contains(id)).toList());
    add(
        differences,
        "alerts came to the receiver that nobody should be told of",
        received.stream().filter(id -> !told.contains(id)).toList());
    return differences;
  }

  private static void add(List<String> differences, String what, List<String> ids) {
    if (!ids.isEmpty()) {
      differences.add(ids.size() + " " + what + ", such as " + ids.getFirst());
    }
  }

  /** The ids of the alerts that somebody is told of. */
  static List<String> told(List<String> alerts) {
    return alerts.stream()
        .map(JSON::readTree)
        .filter(alert -> !alert.path("mode").asString("live").equals("shadow"))
        .map(alert -> alert.path("id").asString())
        .toList();
  }

  private static String id(String alert) {
    JsonNode read = JSON.readTree(alert);
    return read.path("id").asString();
  }
}
