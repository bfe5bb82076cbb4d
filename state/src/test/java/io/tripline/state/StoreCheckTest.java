package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.state.StoreReport.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that contradict each other, each of which was written whole. */
final class StoreCheckTest {
  private static final String WEBHOOK = "w";

  @TempDir Path folder;

  @BeforeEach
  void fill() {
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      storage.webhooks().put(Samples.webhook(WEBHOOK));
      storage.alerts().append(List.of(Samples.alert(1), Samples.alert(2)), List.of());
      byte[] key = {1, 2};
      long hash = io.tripline.engine.event.Bytes.hash(key, 0, key.length);
      storage
          .states()
          .commit(
              new Checkpoint(
                  -1,
                  new byte[0],
                  List.of(new StateChange(3, key, key, false)),
                  List.of(
                      new KeyChange(
                          17, new KeyName(hash, key), new KeyState(5, 1, new byte[3]), false)),
                  List.of()));
    }
  }

  private List<Finding> check() {
    Findings findings = new Findings();
    try (StoreView view = StoreView.open(folder)) {
      new RecordCheck(view.db(), findings).run();
    }
    return findings.report().findings();
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    assertThat(check()).isEmpty();
  }

  private static Arguments change(String where, String what, Consumer<Batch> change) {
    return Arguments.of(where, what, change);
  }

  static Stream<Arguments> contradictions() {
    byte[] id = Bytes.utf8(WEBHOOK);
    return Stream.of(
        change(
            "alerts",
            "alerts 1 to 1 are missing",
            batch -> batch.delete(Family.ALERTS, Bytes.ofLong(1))),
        change(
            "alert 2",
            "is damaged",
            batch -> batch.put(Family.ALERTS, Bytes.ofLong(2), new byte[2])),
        change(
            "alert 1",
            "it is not found by its id",
            batch -> batch.delete(Family.ALERT_IDS, Bytes.utf8(Samples.alert(1).id()))),
        change(
            "outbox, alert 3 to w",
            "there is no such alert",
            batch -> batch.put(Family.OUTBOX, OutboxKeys.schedule(id, 0, 3), new byte[0])),
        change(
            "outbox, alert 1 to w",
            "it is never due",
            batch -> batch.delete(Family.OUTBOX, OutboxKeys.schedule(id, 0, 1))),
        change(
            "outbox, alert 1 to w",
            "it is due, and not there",
            batch -> batch.delete(Family.OUTBOX, OutboxKeys.entry(id, 1))),
        change(
            "outbox, alert 1 to w",
            "there is no such webhook",
            batch -> batch.delete(Family.WEBHOOKS, id)),
        change(
            "states",
            "there are 1 of keys, and 7 were counted",
            batch -> KeyedStates.putCount(batch, 7)),
        change(
            "states",
            "there are {3=1, 4=1} by kind, and {3=1} were counted",
            batch -> batch.put(Family.STATES, Bytes.join(4, new byte[1]), new byte[1])),
        change(
            "states",
            "a key does not have the hash under which it stands",
            batch -> batch.put(Family.KEYS, Bytes.join(9, new byte[10]), new byte[12])),
        change(
            "rule versions",
            "is damaged",
            batch -> batch.put(Family.RULE_VERSIONS, new byte[] {0, 1, 'r', 0, 0, 0, 1}, id)));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void whatContradictsIsFound(String where, String what, Consumer<Batch> change) {
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      db.write(change);
    }
    Optional<Finding> found =
        check().stream()
            .filter(each -> each.where().equals(where) && each.what().contains(what))
            .findAny();
    assertThat(found).as(check().toString()).isPresent();
    assertThat(found.orElseThrow().isDamage()).isTrue();
    assertThat(found.orElseThrow().means()).contains("Restore");
  }

  @Test
  void aCheckpointThatIsNotAppliedIsNoDamageAsLongAsItIsAllThere() {
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      db.write(
          batch -> {
            KeyedStates.putCount(batch, 7);
            batch.put(Family.CHANGES, Bytes.ofLong(0), new byte[1]);
            batch.put(Family.META, ChangeLog.UNAPPLIED, Bytes.ofLong(1));
          });
    }
    assertThat(check())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.isDamage()).isFalse();
              assertThat(found.what()).isEqualTo("parts of it are not applied yet: 1");
            });
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      db.write(batch -> batch.put(Family.META, ChangeLog.UNAPPLIED, Bytes.ofLong(2)));
    }
    assertThat(check())
        .filteredOn(Finding::isDamage)
        .extracting(Finding::what)
        .containsExactly("its part 1 of 2 is missing");
  }

  @Test
  void ofManyLikeEachOtherSomeAreTold() {
    Findings findings = new Findings();
    for (int i = 0; i < 50; i++) {
      findings.damage("kind", "at " + i, "what", "means");
    }
    assertThat(findings.report().findings())
        .hasSize(21)
        .last()
        .extracting(Finding::what)
        .isEqualTo("30 more like those before");
  }
}
