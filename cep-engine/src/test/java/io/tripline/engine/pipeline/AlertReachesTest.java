package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.Journal.AlertReach;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered of where alerts' events are, against all alerts. */
final class AlertReachesTest {
  private final AlertReaches reaches = new AlertReaches();
  private final Map<Long, byte[]> stored = new HashMap<>();

  /** An alert, by the entry at which it was raised, and its first event's number. */
  private record Raised(long at, long first) {}

  private void barrier(long last) {
    List<StateChange> changes = new ArrayList<>();
    reaches.add(last, changes);
    for (StateChange change : changes) {
      byte[] value = change.value();
      long key = new ByteSource("a key", change.key()).getLong();
      assertThat(stored.containsKey(key)).as("what it says of " + key).isEqualTo(change.replaces());
      if (value == null) {
        stored.remove(key);
      } else {
        stored.put(key, value);
      }
    }
  }

  private static long needed(List<AlertReach> of, long raisedFrom) {
    return of.stream()
        .filter(reach -> reach.raisedBy() >= raisedFrom)
        .mapToLong(AlertReach::from)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Test
  void noEventOfAnAlertIsForgottenHoweverManyThereWere() {
    long seed = new Random().nextLong();
    System.out.println("AlertReachesTest seed " + seed);
    Random random = new Random(seed);
    List<Raised> all = new ArrayList<>();
    long last = 0;
    for (int barrier = 0; barrier < 3_000; barrier++) {
      long next = last + random.nextInt(20);
      for (long at = last + 1; at <= next; at++) {
        if (random.nextInt(4) == 0) {
          long first = Math.max(1, at - (long) Math.pow(10, random.nextDouble() * 4));
          reaches.raised(match(first, at));
          all.add(new Raised(at, first));
        }
      }
      last = next;
      barrier(last);
    }
    List<AlertReach> kept = reaches.all();
    assertThat(kept).hasSizeLessThanOrEqualTo(AlertReaches.MOST);
    for (long raisedFrom = 0; raisedFrom <= last; raisedFrom += 7) {
      long from = raisedFrom;
      long first =
          all.stream()
              .filter(each -> each.at() >= from)
              .mapToLong(each -> each.first() - 1)
              .min()
              .orElse(Long.MAX_VALUE);
      assertThat(needed(kept, raisedFrom)).as("raised from " + from).isLessThanOrEqualTo(first);
    }
    // Not everything either: of the last ones it is known where they were.
    assertThat(needed(kept, last - 100)).isGreaterThan(last - 100 - 10_100).isPositive();

    AlertReaches restored = new AlertReaches();
    stored.forEach((key, value) -> restored.restore(new ByteSink().putLong(key).copy(), value));
    assertThat(restored.all()).isEqualTo(kept);
  }

  @Test
  void whatARuleMadeIsWhereItWasMade() {
    reaches.raised(match(-EventPlace.ofMade(17, false, 1), 20));
    barrier(25);
    assertThat(reaches.all()).containsExactly(new AlertReach(25, 16));
  }

  private static List<Alert.Binding> match(long first, long last) {
    return List.of(
        new Alert.Binding("a", List.of("x"), List.of(last)),
        new Alert.Binding("b", List.of("y", "z"), List.of(last, first)));
  }
}
