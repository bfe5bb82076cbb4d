package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.pipeline.EngineStats.TimeStats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldLogTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> lines = new ArrayList<>();

  private static TimeStats early(long events) {
    return new TimeStats(0, 0, 0, 0, 0, events, List.of(), List.of());
  }

  @Test
  void atOnceTheFirstTimeAndThenOnceAMinuteWithACount() {
    HeldLog log = new HeldLog(early(5), lines::add);
    log.look(early(5), -9 * SECOND);
    assertThat(lines).as("from before").isEmpty();
    log.look(early(1_205), -8 * SECOND);
    assertThat(lines)
        .containsExactly(
            "1,200 events were matched before their turn: more wait than --max-held-events allows."
                + " One source may be far behind the others; see GET /v1/status.");
    log.look(early(1_300), 51 * SECOND);
    assertThat(lines).as("too soon").hasSize(1);
    log.look(early(1_301), 52 * SECOND);
    assertThat(lines).hasSize(2).last().asString().startsWith("96 events");
    log.look(early(1_301), 500 * SECOND);
    assertThat(lines).hasSize(2);
  }
}
