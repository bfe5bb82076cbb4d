package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.port.AlertLog.Suppressed;
import io.tripline.engine.port.LateLog.Late;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.state.Outbox.Entry;
import io.tripline.state.TestStore.Mode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What came of entries that a loss of power took is forgotten, and its numbers are given anew. */
final class ForgottenTest {
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void alertsGoWithAllThatIsQueuedOfThem(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().webhooks().put(Samples.webhook("w"));
      store
          .step()
          .alerts()
          .append(Samples.alerts(1, 8), List.of(new Suppressed(3, 1), new Suppressed(6, 2)));
      List<Entry> due = store.step().outbox().due("w", 1, ALL);
      store.step().outbox().delivered(due.get(0));
      store.step().outbox().delivered(due.get(5));
      store.step().outbox().retryLater(due.get(1), 1, 500, "later");
      store.step().outbox().retryLater(due.get(6), 1, 400, "later");
      store.step().outbox().deadLetter(due.get(2), "gone");
      store.step().outbox().deadLetter(due.get(7), "gone");

      store.step().alerts().forgetAfter(4);

      assertThat(store.step().alerts().lastOrdinal()).isEqualTo(4);
      assertThat(store.step().alertReader().list(0, ALL)).hasSize(4);
      assertThat(store.step().alertReader().find(Samples.alert(4).id())).isPresent();
      assertThat(store.step().alertReader().find(Samples.alert(5).id())).isEmpty();
      assertThat(store.step().outbox().due("w", 1_000, ALL).stream().map(Entry::ordinal))
          .containsExactly(2L, 4L);
      assertThat(store.step().outbox().pending("w")).isEqualTo(2);
      assertThat(store.step().outbox().deadLetters("w", ALL).stream().map(Entry::ordinal))
          .containsExactly(3L);
      assertThat(store.step().outbox().deadLetterCount("w")).isEqualTo(1);

      store.step().alerts().append(Samples.alerts(5, 6), List.of());
      assertThat(store.step().outbox().due("w", 1_000, ALL).stream().map(Entry::ordinal))
          .containsExactly(2L, 4L, 5L, 6L);
      assertThat(store.step().alertReader().list(0, ALL).getLast().suppressed())
          .as("not that of the sixth one before")
          .isEqualTo(0);
      store.step().alerts().forgetAfter(6);
      assertThat(store.step().alerts().lastOrdinal()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void lateEventsGo(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      for (long event = 10; event <= 50; event += 10) {
        store.step().late().append(List.of(new Late(event, 0, "P", "id", 0, 0, new byte[1])));
      }
      store.step().late().forgetAfter(35);
      assertThat(store.step().late().lastEvent()).isEqualTo(30);
      assertThat(store.step().late().count()).isEqualTo(3);
      store.step().late().append(List.of(new Late(36, 0, "P", "id", 0, 0, new byte[1])));
      assertThat(store.step().late().latest(ALL, Long.MAX_VALUE))
          .extracting(each -> each.number() + ":" + each.event().event())
          .containsExactly("4:36", "3:30", "2:20", "1:10");
      store.step().late().forgetAfter(0);
      assertThat(store.step().late().lastEvent()).isZero();
      assertThat(store.step().late().count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void versionsOfRulesGo(Mode mode) {
    RuleSetVersion first = new RuleSetVersion("a", 1, 10, false, 0, "one", 0);
    RuleSetVersion other = new RuleSetVersion("b", 1, 15, false, 0, "other", 0);
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().ruleVersions().put(first);
      store.step().ruleVersions().put(other);
      store.step().ruleVersions().put(new RuleSetVersion("a", 2, 20, false, 0, "two", 0));
      store.step().ruleVersions().put(new RuleSetVersion("c", 1, 21, false, 0, "three", 0));
      store.step().ruleVersions().forgetAfter(19);
      assertThat(store.step().ruleVersions().names()).containsExactly("a", "b");
      assertThat(store.step().ruleVersions().versions("a")).containsExactly(first);
      RuleSetVersion second = new RuleSetVersion("a", 2, 20, false, 0, "another", 0);
      store.step().ruleVersions().put(second);
      assertThat(store.step().ruleVersions().versions("a")).containsExactly(first, second);
    }
  }
}
