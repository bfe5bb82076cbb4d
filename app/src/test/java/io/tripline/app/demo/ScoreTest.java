package io.tripline.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ScoreTest {
  @Test
  void countsEpisodesAndNotAlerts() {
    Labels labels = new Labels();
    labels.read(event("a", ",\"fraud\":1,\"scenario\":\"card_testing\",\"episode\":1"));
    labels.read(event("b", ",\"fraud\":1,\"scenario\":\"card_testing\",\"episode\":1"));
    labels.read(event("c", ",\"fraud\":1,\"scenario\":\"mule\",\"episode\":2"));
    labels.read(event("d", ",\"fraud\":0,\"scenario\":\"traveler\",\"episode\":3"));
    labels.read(event("e", ",\"fraud\":0,\"scenario\":null"));
    Score score = new Score(labels);
    score.expect("silent");
    score.count("probes", List.of("a", "e"));
    score.count("probes", List.of("b"));
    score.count("travel", List.of("d"));
    assertThat(score.table())
        .extracting(line -> line.strip().replaceAll(" {2,}", " | "))
        .containsExactly(
            "rule | alerts | frauds caught | look-alikes flagged",
            "probes | 2 | 1 | 0",
            "silent | 0 | 0 | 0",
            "travel | 1 | 0 | 1",
            "all | 3 | 1 of 2 | 1 of 1");
    assertThat(score.missed()).hasValue("1 mule");
  }

  private static String event(String id, String labels) {
    return "{\"type\":\"Payment\",\"id\":\"" + id + "\"" + labels + "}";
  }
}
