package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.port.AlertLog.Suppressed;
import io.tripline.state.TestStore.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The alert log and its reader. */
final class AlertsTest {
  @TempDir Path folder;

  private static List<Long> ordinals(List<StoredAlert> alerts) {
    return alerts.stream().map(stored -> stored.alert().ordinal()).toList();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void alertsAreReadBackWhole(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().alerts().lastOrdinal()).isZero();
      assertThat(store.step().alertReader().count()).isZero();
      assertThat(store.step().alertReader().list(0, 10)).isEmpty();
      assertThat(store.step().alertReader().latest(10, Long.MAX_VALUE)).isEmpty();
      store.step().alerts().append(Samples.alerts(1, 6), List.of());
      store.step().alerts().append(List.of(Samples.everything()), List.of());

      assertThat(store.step().alerts().lastOrdinal()).isEqualTo(7);
      assertThat(store.step().alerts().idOf(7)).isEqualTo(Samples.everything().id());
      assertThat(store.step().alerts().idOf(8)).isNull();
      assertThat(store.step().alertReader().count()).isEqualTo(7);
      assertThat(store.step().alertReader().get(7))
          .contains(new StoredAlert(Samples.everything(), 0, null, Review.NONE));
      assertThat(store.step().alertReader().get(8)).isEmpty();
      assertThat(store.step().alertReader().find(Samples.everything().id()))
          .contains(new StoredAlert(Samples.everything(), 0, null, Review.NONE));
      assertThat(store.step().alertReader().find("none")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theyAreListedFromEitherEnd(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().alerts().append(Samples.alerts(1, 300), List.of());
      AlertReader reader = store.step().alertReader();
      assertThat(ordinals(reader.list(0, 3))).containsExactly(1L, 2L, 3L);
      assertThat(ordinals(reader.list(-4, 1))).containsExactly(1L);
      assertThat(ordinals(reader.list(255, 2))).containsExactly(256L, 257L);
      assertThat(ordinals(reader.list(299, 5))).containsExactly(300L);
      assertThat(reader.list(300, 5)).isEmpty();
      assertThat(reader.list(Long.MAX_VALUE, 5)).isEmpty();
      assertThat(ordinals(reader.latest(2, Long.MAX_VALUE))).containsExactly(300L, 299L);
      assertThat(ordinals(reader.latest(2, 257))).containsExactly(256L, 255L);
      assertThat(ordinals(reader.latest(9, 2))).containsExactly(1L);
      assertThat(reader.latest(9, 1)).isEmpty();
      assertThat(reader.latest(9, -1)).isEmpty();

      List<Alert> found = new ArrayList<>();
      reader.scanBack(
          Long.MAX_VALUE,
          stored -> {
            if (stored.alert().rule().equals("r1")) {
              found.add(stored.alert());
            }
            return found.size() < 2;
          });
      assertThat(found).containsExactly(Samples.alert(298), Samples.alert(295));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void suppressedMatchesAreCountedUnderTheirAlert(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().alerts().append(Samples.alerts(1, 2), List.of(new Suppressed(2, 1)));
      store.step().alerts().append(List.of(), List.of(new Suppressed(1, 4), new Suppressed(2, 3)));
      store.step().alerts().append(List.of(), List.of(new Suppressed(1, 4)));
      assertThat(store.step().alertReader().list(0, 9).stream().map(StoredAlert::suppressed))
          .containsExactly(4L, 3L);
      assertThat(store.step().alertReader().find(Samples.alert(1).id()).orElseThrow().suppressed())
          .isEqualTo(4);
      assertThatThrownBy(
              () -> store.step().alerts().append(List.of(), List.of(new Suppressed(3, 1))))
          .hasMessage("there is no alert 3");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void ordinalsHaveNoGap(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().alerts().append(Samples.alerts(1, 2), List.of());
      assertThatThrownBy(() -> store.step().alerts().append(Samples.alerts(4, 4), List.of()))
          .hasMessage("alert 4 cannot follow alert 2");
      assertThatThrownBy(() -> store.step().alerts().append(Samples.alerts(2, 3), List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      store.step().alerts().append(List.of(), List.of());
      assertThat(store.step().alerts().lastOrdinal()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void ofTwoAlertsWithOneIdTheLatestIsFound(Mode mode) {
    Alert first = Samples.alert(1, "r", Severity.LOW);
    Alert second =
        new Alert(
            2,
            first.id(),
            "other",
            "r",
            1,
            List.of(),
            0,
            Severity.LOW,
            0,
            "",
            List.of(),
            List.of(),
            0,
            List.of(),
            false,
            List.of(),
            PersonalParts.NONE);
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().alerts().append(List.of(first), List.of());
      store.step().alerts().append(List.of(second), List.of());
      assertThat(store.step().alertReader().find(first.id()).orElseThrow().alert())
          .isEqualTo(second);
      assertThat(store.step().alertReader().count()).isEqualTo(2);
    }
  }
}
