package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stages of an engine in the caller's thread give the alerts of an engine. */
final class MatchingTest {
  private static final RuleSet RULES = TestRules.read(TestEngine.SET, TestEngine.ALL_RULES);

  private static EventWriter written(Schema schema, List<TestEvent> events) {
    EventWriter writer = new EventWriter();
    events.forEach(event -> event.write(writer, schema));
    return writer;
  }

  private static List<Alert> ofEngine(EventWriter events, List<TestEvent> stream)
      throws InterruptedException {
    assertThat(events.count()).isEqualTo(stream.size());
    return TestEngine.alerts(TestEngine.settings(2), TestEngine.ALL_RULES, stream, 100);
  }

  @Test
  void theAlertsAreThoseOfAnEngineHoweverTheEventsAreGiven() throws InterruptedException {
    List<TestEvent> stream = TestEvent.stream(7, 3_000);
    for (int batch : new int[] {1, 10, 3_000}) {
      List<Alert> alerts = new ArrayList<>();
      Matching matching = Matching.of(TestEngine.SET, RULES, alerts::add);
      EventWriter events = written(matching.schema(), stream);
      EventView view = new EventView();
      int at = 0;
      for (int i = 0; i < stream.size(); i += batch) {
        matching.onEvents(events.bytes(), at, batch);
        for (int n = 0; n < batch; n++) {
          at += view.wrap(events.bytes(), at).length();
        }
      }
      assertThat(alerts).as("batches of %d", batch).isEqualTo(ofEngine(events, stream));
      assertThat(matching.events()).isEqualTo(3_000);
      matching.endOfInput();
      assertThat(matching.watermark()).isEqualTo(Long.MAX_VALUE);
      assertThatThrownBy(() -> matching.onEvents(events.bytes(), 0, 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void workersTogetherFindWhatOneFinds() {
    List<TestEvent> stream = TestEvent.stream(8, 3_000);
    List<String> alone = new ArrayList<>();
    List<String> together = new ArrayList<>();
    Matching one = Matching.of(TestEngine.SET, RULES, alert -> alone.add(alert.id()));
    EventWriter events = written(one.schema(), stream);
    one.onEvents(events.bytes(), 0, events.count());
    long keys = 0;
    for (int worker = 0; worker < 3; worker++) {
      int before = together.size();
      Matching part =
          Matching.worker(TestEngine.SET, RULES, worker, 3, alert -> together.add(alert.id()));
      part.onEvents(events.bytes(), 0, events.count());
      keys += part.keyStates();
      assertThat(together).as("worker %d", worker).hasSizeGreaterThan(before);
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(alone);
    assertThat(keys).isEqualTo(one.keyStates()).isPositive();
    assertThat(one.rules().stream().mapToLong(EngineStats.RuleStats::matches).sum())
        .isGreaterThanOrEqualTo(alone.size());
  }

  @Test
  void whatCannotBeIsRefused() {
    Matching matching = Matching.of("set", RULES, alert -> {});
    EventWriter other =
        written(Schema.of(7, List.of(RULES)), List.of(TestEvent.payment("p", 1, "c", 1, 60)));
    assertThatThrownBy(() -> matching.onEvents(other.bytes(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Matching.worker("set", RULES, 2, 2, alert -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("worker 2 of 2");
  }
}
