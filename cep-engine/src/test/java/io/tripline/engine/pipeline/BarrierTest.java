package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyState;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A worker hands its states over bit by bit, and takes events meanwhile: the checkpoint still holds
 * what was true at its barrier. The same events without anything in between are the judge.
 */
final class BarrierTest {
  private static final int KEYS = 1_000;

  private static String rule(String name, String key, String pattern, String then) {
    return """
    rule %s {
      by %s
      pattern %s  within 30s
      define
        a: Payment where amount < 50
        b: Payment where amount > a.amount
        %s
      alert "x"
    }
    """
        .formatted(name, key, pattern, then);
  }

  private static final String TWO =
      TestRules.PAYMENT_TEXT
          + rule("pair", "card", "a -> b", "")
          + rule("rising", "account", "a ~> b ~> c", "c: Payment where amount > b.amount");

  // Time completes it, and some of its states end without an event of their key.
  private static final String THREE =
      TWO + rule("silent", "card", "a -> b -> not c", "c: Payment where amount > 90");

  private final Random random = new Random();
  private final OneWorker undisturbed = new OneWorker();
  private final OneWorker disturbed = new OneWorker();
  private long time = 1_000_000;

  private List<TestEvent> payments(int count) {
    return IntStream.range(0, count).mapToObj(i -> payment()).toList();
  }

  private TestEvent payment() {
    time += random.nextInt(20);
    int card = random.nextInt(KEYS);
    return TestEvent.payment(
        "p" + time, time, "card-" + card, card % 97, 100L * random.nextInt(100));
  }

  private void both(Consumer<OneWorker> step) {
    step.accept(undisturbed);
    step.accept(disturbed);
  }

  @Test
  void aCheckpointHoldsWhatWasTrueAtItsBarrier() throws InterruptedException {
    long seed = new Random().nextLong();
    System.out.println("BarrierTest seed " + seed);
    random.setSeed(seed);
    int values = 0;
    int gone = 0;
    for (int round = 0; round < 60; round++) {
      String rules = random.nextBoolean() ? TWO : THREE;
      if (round % 7 == 0) {
        both(world -> world.deploy(rules));
      }
      List<TestEvent> before = payments(random.nextInt(2_000));
      both(world -> world.feed(before));

      List<KeyChange> expected = undisturbed.checkpoint();
      CheckpointTicket ticket = disturbed.barrier();
      for (int slot = random.nextInt(20); slot >= 0; slot--) {
        time += random.nextInt(8) == 0 ? 20_000 : 0;
        List<TestEvent> after = payments(random.nextInt(200));
        both(world -> world.feed(after));
      }
      if (random.nextInt(4) == 0) {
        String next = random.nextBoolean() ? rules : TWO;
        both(world -> world.deploy(next));
      } else {
        disturbed.idle();
      }

      List<String> found = sorted(OneWorker.changes(ticket));
      List<String> wanted = sorted(expected);
      if (!found.equals(wanted)) {
        fail("seed " + seed + ", round " + round + ": " + difference(found, wanted));
      }
      values += (int) expected.stream().filter(change -> change.state() != null).count();
      gone += (int) expected.stream().filter(change -> change.state() == null).count();
    }
    assertThat(disturbed.matches()).hasSameSizeAs(undisturbed.matches());
    assertThat(List.of(values, gone)).allMatch(count -> count > 1_000);
  }

  @Test
  void aWorkerThatHasNothingElseToDoHandsOverAll() throws InterruptedException {
    undisturbed.deploy(TWO);
    undisturbed.feed(payments(1_000));
    assertThat(undisturbed.checkpoint()).hasSizeGreaterThan(300);
    assertThat(undisturbed.checkpoint()).isEmpty();
  }

  @Test
  void aBarrierWaitsForTheOneBefore() throws InterruptedException {
    disturbed.deploy(TWO);
    disturbed.feed(payments(1_000));
    CheckpointTicket first = disturbed.barrier();
    CheckpointTicket second = disturbed.barrier();
    assertThat(OneWorker.changes(first)).hasSizeGreaterThan(300);
    disturbed.idle();
    assertThat(OneWorker.changes(second)).isEmpty();
  }

  private static String difference(List<String> found, List<String> wanted) {
    List<String> more = new ArrayList<>(found);
    wanted.forEach(more::remove);
    List<String> missing = new ArrayList<>(wanted);
    found.forEach(missing::remove);
    return more.size()
        + " too many "
        + more.stream().findFirst()
        + ", "
        + missing.size()
        + " missing "
        + missing.stream().findFirst();
  }

  /** A change as text, so that sets of them can be compared. */
  private static List<String> sorted(List<KeyChange> changes) {
    return changes.stream().map(BarrierTest::text).sorted().toList();
  }

  private static String text(KeyChange change) {
    KeyState state = change.state();
    return change.stateId()
        + " "
        + HexFormat.of().formatHex(change.key().key())
        + " "
        + (state == null
            ? "gone"
            : HexFormat.of().formatHex(state.value()) + state.runs() + "," + state.deadline())
        + (change.replaces() ? " replaces" : "");
  }
}
