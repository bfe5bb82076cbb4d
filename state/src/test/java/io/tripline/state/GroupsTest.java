package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import io.tripline.state.Grouping.By;
import io.tripline.state.Outbox.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a webhook that are sent together. */
final class GroupsTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final long WAIT = 30_000;

  @TempDir private Path folder;

  private long now = 1_000_000;
  private RocksStorage storage;

  @BeforeEach
  void open() {
    storage = RocksStorage.open(folder, StoreSettings.defaults(), () -> now);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void register(int most, By... by) {
    Webhook plain = Samples.webhook("w");
    storage
        .webhooks()
        .put(
            new Webhook(
                plain.id(),
                plain.url(),
                plain.secrets(),
                plain.description(),
                plain.filter(),
                DeliveryOptions.PLAIN.together(new Grouping(Set.of(by), WAIT, most)),
                true,
                "",
                0));
  }

  private static Alert alert(long ordinal, String rule, String... key) {
    List<NamedValue> parts = new ArrayList<>();
    for (int i = 0; i < key.length; i++) {
      parts.add(new NamedValue("k" + i, new Value.Text(key[i])));
    }
    return new Alert(
        ordinal,
        "%032x".formatted(ordinal),
        "s",
        rule,
        1,
        parts,
        0,
        ordinal % 2 == 0 ? Severity.LOW : Severity.HIGH,
        85,
        "m",
        List.of(),
        List.of(),
        ordinal,
        List.of(),
        false,
        List.of(),
        PersonalParts.NONE);
  }

  private void raise(Alert... alerts) {
    storage.alerts().append(List.of(alerts), List.of());
  }

  private List<Entry> due() {
    return storage.outbox().due("w", now, ALL);
  }

  private List<Long> members(long leader) {
    return storage.outbox().members(new Entry("w", leader, 0, 0, ""));
  }

  @Test
  void alertsWithTheSamePartsWaitTogether() {
    register(100, By.RULE);
    raise(alert(1, "a"), alert(2, "b"));
    now += WAIT - 1;
    raise(alert(3, "a"));
    assertThat(due()).isEmpty();
    assertThat(storage.outbox().pending("w")).isEqualTo(2);
    assertThat(storage.outbox().nextGroup("w", now)).isEqualTo(now + 1);

    now++;
    raise(alert(4, "a")); // too late for the first group
    assertThat(due()).containsExactly(new Entry("w", 1, 0, now, ""), new Entry("w", 2, 0, now, ""));
    assertThat(members(1)).containsExactly(3L);
    assertThat(members(2)).isEmpty();
    assertThat(storage.outbox().nextGroup("w", now)).isEqualTo(now + WAIT);
    due().forEach(storage.outbox()::delivered);
    now += WAIT;
    assertThat(due()).containsExactly(new Entry("w", 4, 0, now, ""));
    assertThat(storage.outbox().nextGroup("w", now)).isEqualTo(Long.MAX_VALUE);
    due().forEach(storage.outbox()::delivered);
    assertThat(storage.outbox().pending("w")).isZero();
  }

  @Test
  void whatMustBeTheSameIsChosen() {
    Map<Set<By>, Integer> groups = new HashMap<>();
    groups.put(Set.of(), 1);
    groups.put(Set.of(By.RULESET), 1);
    groups.put(Set.of(By.RULE), 2);
    groups.put(Set.of(By.SEVERITY), 2);
    groups.put(Set.of(By.KEY), 3);
    groups.put(Set.of(By.RULE, By.KEY), 4);
    long ordinal = 1;
    for (Map.Entry<Set<By>, Integer> each : groups.entrySet()) {
      register(100, each.getKey().toArray(By[]::new));
      ordinal += 1 - ordinal % 2;
      while (storage.alerts().lastOrdinal() < ordinal - 1) {
        raise(alert(storage.alerts().lastOrdinal() + 1, "none"));
      }
      now += WAIT;
      due().forEach(storage.outbox()::delivered);
      raise(
          alert(ordinal, "a", "x", "y"),
          alert(ordinal + 1, "b", "x", "y"),
          alert(ordinal + 2, "a", "x\nk1 1 y"),
          alert(ordinal + 3, "a", "z"));
      ordinal += 4;
      assertThat(storage.outbox().pending("w"))
          .as("%s", each.getKey())
          .isEqualTo((long) each.getValue());
    }
  }

  @Test
  void aFullGroupIsFollowedByAnother() {
    register(3, By.RULE);
    for (int i = 1; i <= 7; i++) {
      raise(alert(i, "a"));
    }
    now += WAIT;
    assertThat(due().stream().map(Entry::ordinal)).containsExactly(1L, 4L, 7L);
    assertThat(members(1)).containsExactly(2L, 3L);
    assertThat(members(4)).containsExactly(5L, 6L);
  }

  @Test
  void whoeverAsksWhoBelongsToAGroupClosesIt() {
    register(100, By.RULE);
    raise(alert(1, "a"), alert(2, "a"));
    assertThat(members(1)).containsExactly(2L);
    raise(alert(3, "a"));
    assertThat(members(1)).containsExactly(2L);
    assertThat(members(3)).isEmpty();
  }

  @Test
  void aGroupIsTheSameAfterAStartAndThroughAllThatBecomesOfIt() {
    register(100, By.RULE);
    raise(alert(1, "a"), alert(2, "a"));
    storage.close();
    open();
    raise(alert(3, "a")); // begins another: who was open is not known any more
    now += WAIT;
    Entry first = due().getFirst();
    assertThat(members(1)).containsExactly(2L);
    storage.outbox().retryLater(first, 1, now + 5, "no");
    storage.close();
    open();
    assertThat(members(1)).containsExactly(2L);
    storage.outbox().deadLetter(first, "no more");
    assertThat(members(1)).containsExactly(2L);
    assertThat(storage.outbox().pending("w")).isEqualTo(1);
    storage.outbox().replay(first);
    assertThat(members(1)).containsExactly(2L);
    storage.outbox().delivered(first);
    assertThat(members(1)).isEmpty();
  }

  private static RuleSet none(String name, String text) {
    throw new IllegalStateException("there are no rules");
  }

  @Test
  void aCheckOfTheStoreTakesThemForWhole() {
    register(100, By.RULE);
    raise(alert(1, "a"), alert(2, "a"), alert(3, "b"), alert(4, "b"));
    now += WAIT;
    storage.outbox().deadLetter(due().getFirst(), "no");
    storage.close();
    StoreReport report = StoreCheck.run(folder, GroupsTest::none);
    assertThat(report.findings()).isEmpty();
    open();
  }

  @Test
  void whatIsForgottenLeavesItsGroup() {
    register(100, By.RULE);
    raise(alert(1, "a"), alert(2, "a"), alert(3, "a"), alert(4, "b"), alert(5, "b"));
    storage.alerts().forgetAfter(2);
    assertThat(storage.outbox().pending("w")).isEqualTo(1);
    assertThat(members(1)).containsExactly(2L);
    raise(alert(3, "a"), alert(4, "b"));
    assertThat(members(4)).isEmpty();
    assertThat(storage.outbox().pending("w")).isEqualTo(3);
    storage.webhooks().delete("w");
    assertThat(members(1)).isEmpty();
  }

  @Test
  void eachAlertIsInOneDeliveryWhateverHappens() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    register(5, By.RULE, By.KEY);
    Set<Long> delivered = new HashSet<>();
    long last = 0;
    for (int step = 0; step < 2_000; step++) {
      int roll = random.nextInt(100);
      if (roll < 50) {
        List<Alert> alerts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          alerts.add(alert(++last, "r" + random.nextInt(3), "k" + random.nextInt(3)));
        }
        storage.alerts().append(alerts, List.of());
      } else if (roll < 60) {
        now += random.nextInt((int) WAIT);
      } else if (roll < 61) {
        storage.close();
        open();
      } else {
        for (Entry each : storage.outbox().due("w", now, 1 + random.nextInt(3))) {
          switch (random.nextInt(4)) {
            case 0 -> storage.outbox().retryLater(each, 1, now + random.nextInt(500) + 1, "no");
            case 1 -> {
              storage.outbox().deadLetter(each, "no");
              storage.outbox().replay(each);
            }
            default -> deliver(each, delivered, seed);
          }
        }
      }
    }
    while (storage.outbox().pending("w") > 0) {
      now += WAIT;
      due().forEach(each -> deliver(each, delivered, seed));
    }
    assertThat(delivered).as("seed %d", seed).hasSize((int) last);
  }

  private void deliver(Entry entry, Set<Long> delivered, long seed) {
    Set<Long> all = new TreeSet<>(storage.outbox().members(entry));
    assertThat(all).as("seed %d", seed).hasSizeLessThan(5);
    all.add(entry.ordinal());
    storage.outbox().delivered(entry);
    for (long each : all) {
      assertThat(delivered.add(each)).as("%d, seed %d", each, seed).isTrue();
    }
  }

  @Test
  void boundsAreChecked() {
    assertThatThrownBy(() -> new Grouping(Set.of(), 999, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Grouping(Set.of(), 3_600_001, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Grouping(Set.of(), WAIT, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Grouping(Set.of(), WAIT, 501))
        .isInstanceOf(IllegalArgumentException.class);
    Grouping fine = new Grouping(Set.of(), WAIT, 2);
    assertThatThrownBy(() -> new DeliveryOptions(true, BodyTemplate.DEFAULT, false, fine))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
