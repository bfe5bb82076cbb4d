package io.tripline.engine.contents;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.ValueList;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.StateStore.StateChange;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of a million entries: what a look-up, a checkpoint and a restart make of it. */
final class MillionEntriesTest {
  private static final int MANY = 1_000_000;
  private static final byte[] NO_RECORD = {};
  private static final ValueList LIST =
      new ValueList("l", Type.Simple.INT, null, new Place("x.trip", 1, 1, 1));
  private static final RuleSet RULES =
      new RuleSet(List.of(), List.of(), List.of(LIST), List.of(), List.of(), List.of());

  private static Change change(boolean replaces, int count) {
    Change change = new Change(EntryForm.of(LIST), replaces);
    for (int i = 0; i < count; i++) {
      change.entry().begin(change.form().layout());
      change.entry().setLong(EntryForm.KEY, 3L * i);
      change.entry().end(0, NO_RECORD, 0, 0);
      change.add();
    }
    return change;
  }

  private static void apply(AllContents all, Change change, long clock, long number) {
    change.encode("", 0, bytes -> all.change(Piece.decode(bytes, 0, bytes.length), clock, number));
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** How many of all values are found, and whether looking allocates. */
  private static int found(Contents contents, LookUps place) {
    EventView entry = new EventView();
    int found = 0;
    long before = allocated();
    for (int i = 0; i < 3 * MANY; i++) {
      found += contents.find(i, place, entry) ? 1 : 0;
    }
    assertThat(allocated() - before).as("bytes of 3 million look-ups").isLessThan(10_000);
    return found;
  }

  @Test
  void eachIsFoundAndNoLookUpAllocates() {
    AllContents all = new AllContents();
    all.install(List.of(RULES), Schema.EMPTY);
    apply(all, change(true, MANY), 10, 1);
    Contents contents = requireNonNull(all.current().get("l"));
    LookUps before = new LookUps();
    before.onEvent(9, 1, 1);
    LookUps after = new LookUps();
    after.onEvent(10, 2, 2);
    assertThat(contents.count()).isEqualTo(MANY);
    assertThat(found(contents, before)).isZero();
    assertThat(found(contents, after)).isEqualTo(MANY);

    // Ten entries later, a checkpoint has the pieces as they came, and the ten.
    List<StateChange> first = new ArrayList<>();
    all.handOver(first);
    assertThat(first).hasSizeLessThan(MANY / 100);
    apply(all, change(false, 10), 11, 2);
    List<StateChange> second = new ArrayList<>();
    assertThat(all.handOver(second)).isEmpty();
    assertThat(second).hasSize(10);

    AllContents restored = new AllContents(all.read(), List.of(RULES), Schema.EMPTY);
    for (List<StateChange> changes : List.of(first, second)) {
      changes.forEach(
          each -> restored.restore(each.stateId(), each.key(), requireNonNull(each.value())));
    }
    Contents again = requireNonNull(restored.current().get("l"));
    assertThat(again.count()).isEqualTo(MANY);
    assertThat(found(again, after)).isEqualTo(MANY);

    // What is replaced goes once all are past it, and its states by their id.
    apply(all, change(true, 5), 12, 3);
    assertThat(all.handOver(new ArrayList<>())).isEmpty();
    all.passed(13, 4);
    assertThat(all.handOver(new ArrayList<>())).hasSize(2);
    assertThat(contents.count()).isEqualTo(5);
  }
}
