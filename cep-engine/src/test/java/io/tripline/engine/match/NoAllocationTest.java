package io.tripline.engine.match;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An event that completes no match allocates nothing, whatever the rule; and nothing is lost. */
class NoAllocationTest implements RuleCounters {
  private static final int KEYS = 50;
  private static final int KINDS = 512;
  private static final int WARM_UP = 40_000;
  private static final int EVENTS = 10_000;

  private final EventWriter writer = new EventWriter();
  private final int[] starts = new int[KINDS];
  private final EventView view = new EventView();
  private final StateHeap heap = new StateHeap();
  private final int[] states = new int[KEYS];

  /** None of them is ever complete, as no event is a {@code z}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          a -> b -> z         ; v = 9
          a ~> b ~> z         ; v = 9
          a ~> b ~> z         ; v = 9 and x > a.x
          a => b => z         ; v = 9
          a => b ~> z         ; v = 9 and x > b.x
          a{2,4} -> b -> z    ; v = 9 and x > b.x
          a{3,} -> z          ; v = 9 and x > sum(a.x) and avg(a.x) > 1 and stddev(a.x) > 1
          a+ any -> z         ; v = 9
          a+ any -> z         ; v = 9 and name = last(a.name) and name != min(a.name)
          (a & b) ~> z        ; v = 9
          (a & b) ~> z        ; v = 9 and place = a.place and address = b.address
          a -> [10ms] b -> z  ; v = 9
          a -> not b -> z     ; v = 9 and x > 1
          not b -> [20ms] a -> z ; v = 9
          a ~> b -> [20ms] not z ; v = 9 and x > b.x
          a{2,} until v = 1 -> z ; v = 9 and x > distinct(a.name) + distinct(a.place)
          (a | b){2,} -> z    ; v = 9 and x > max(a.x)
          a?  ~> b ~> z       ; v = 9
          """)
  void anEventWithoutAMatchAllocatesNothing(String pattern, String last) {
    RuleSet rules = rules(pattern, last);
    Schema schema = Schema.of(1, List.of(rules));
    Program program = Program.compile(rules.rules().getFirst());
    RuleMatcher matcher = new RuleMatcher(program, schema, 20, this, heap);
    write(schema.get("E"));
    long[] matches = {0};
    MatchSink sink = match -> matches[0]++;
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    boolean waits = program.deadlines().waits();

    run(matcher, 0, WARM_UP, sink);
    long least = Long.MAX_VALUE;
    for (int round = 1; round <= 3 && least > 0; round++) {
      // The compiler may install code at any time, and then an object or two are made for it.
      long before = thread.getCurrentThreadAllocatedBytes();
      run(matcher, WARM_UP + (round - 1) * EVENTS, EVENTS, sink);
      least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
    }
    long pending = 0;
    for (int state : states) {
      pending += matcher.runs(state);
    }
    assertThat(pending).as("partial matches").isPositive();
    if (waits) {
      assertThat(matches[0]).as("matches by time").isPositive();
    } else {
      assertThat(matches[0]).as("matches").isZero();
      assertThat(least).as("bytes allocated by %d events", EVENTS).isZero();
    }
    for (int state : states) {
      matcher.free(state);
    }
    assertThat(heap.blocks()).as("blocks that nobody knows").isZero();
  }

  private void run(RuleMatcher matcher, int from, int count, MatchSink sink) {
    for (int i = from; i < from + count; i++) {
      int key = (int) (i * 2_654_435_761L >>> 8) % KEYS;
      key = key < 0 ? key + KEYS : key;
      states[key] =
          matcher.onEvent(
              states[key], view.wrap(writer.bytes(), starts[i % KINDS]), i + 1, i, sink);
    }
  }

  private void write(EventLayout layout) {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < KINDS; i++) {
      int before = writer.length();
      starts[i] = before;
      writer.begin(layout);
      writer.setLong(0, i);
      writer.setLong(1, random.nextInt(3));
      writer.setLong(2, random.nextInt(100));
      byte[] name = "name".repeat(random.nextInt(5)).getBytes(UTF_8);
      writer.setText(3, name, 0, name.length);
      writer.setIp(4, new IpAddress(0, random.nextInt(5)));
      writer.setGeo(5, random.nextInt(5), 1);
      byte[] id = ("id-" + i).getBytes(UTF_8);
      writer.setText(6, id, 0, id.length);
      writer.end(0, new byte[0], 0, 0);
    }
  }

  private static RuleSet rules(String pattern, String last) {
    String text =
        "event E { time timestamp @time\n v int\n x int\n name string\n address ip\n place geo\n"
            + " id string @id }\nrule r { by none pattern "
            + pattern
            + " within 500ms define a: E where v = 0 "
            + (pattern.contains("b") ? "b: E where v = 1 " : "")
            + "z: E where "
            + last
            + " alert \"m\" }";
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("r.trip", text)));
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + text).isFalse();
    return Objects.requireNonNull(compilation.ruleSet());
  }

  @Override
  public void evaluationError(Place place, String what) {
    throw new AssertionError(what + " at " + place);
  }

  @Override
  public void runsDropped(int count) {}

  @Override
  public void matchesLimited() {}
}
