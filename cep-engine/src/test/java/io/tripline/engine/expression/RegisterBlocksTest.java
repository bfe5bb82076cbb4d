package io.tripline.engine.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Registers that hold texts and sets own what lies in the heap for them. */
class RegisterBlocksTest {
  private static final String RULE =
      """
      event E { time timestamp @time
        name string?  address ip?  place geo?  x double? }
      rule r { by none pattern a{1,} -> b within 1h define a: E b: E
        where coalesce(last(a.name), '') != name or last(a.address) = address
          or last(a.place) = place or max(a.name) = name
          or distinct(a.name) + distinct(a.address)
             + distinct(a.place) + distinct(a.x) > 3
        alert "m" }
      """;

  private final RegisterTable table;
  private final EventLayout layout;
  private final ExprCompiler compiler;
  private final RegisterUpdate update;
  private final Frame frame = new Frame();
  private final StateHeap heap = new StateHeap();

  RegisterBlocksTest() {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("r.trip", RULE)));
    assertThat(compilation.diagnostics()).isEmpty();
    RuleSet rules = Objects.requireNonNull(compilation.ruleSet());
    Rule rule = rules.rules().getFirst();
    table = RegisterTable.of(rule);
    layout = Schema.of(1, List.of(rules)).get("E");
    compiler = new ExprCompiler(table);
    update = compiler.update(0, layout, rule.place());
    frame.heap(heap);
  }

  @Test
  void allTheyHaveHeldIsGivenBack() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20; round++) {
      byte[] registers = table.blankBytes().clone();
      Held held = new Held();
      for (int i = 0; i < 200; i++) {
        take(registers, held, random);
        check(registers, held);
      }
      byte[] copy = registers.clone();
      table.blocks().copy(copy, 0, heap);
      Held heldByCopy = held.copy();
      take(copy, heldByCopy, random);
      check(registers, held);
      table.blocks().free(registers, 0, heap);
      check(copy, heldByCopy);

      byte[] written = new byte[table.bytes() + table.blocks().writtenBytes(copy, 0, heap)];
      assertThat(table.blocks().write(copy, 0, table.bytes(), heap, written, 0))
          .isEqualTo(written.length);
      table.blocks().free(copy, 0, heap);
      assertThat(heap.blocks()).isZero();
      byte[] read = new byte[table.bytes()];
      assertThat(table.blocks().read(written, 0, table.bytes(), read, 0, heap))
          .isEqualTo(written.length);
      check(read, heldByCopy);
      table.blocks().free(read, 0, heap);
      assertThat(heap.blocks()).isZero();
    }
  }

  @Test
  void bytesThatEndTooEarlyAreRefused() {
    byte[] registers = table.blankBytes().clone();
    take(registers, new Held(), new SplittableRandom(4));
    byte[] written = new byte[table.bytes() + table.blocks().writtenBytes(registers, 0, heap)];
    table.blocks().write(registers, 0, table.bytes(), heap, written, 0);
    byte[] cut = Arrays.copyOf(written, written.length - 1);
    assertThatThrownBy(
            () -> table.blocks().read(cut, 0, table.bytes(), new byte[table.bytes()], 0, heap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("registers that end too early");
  }

  /** What the registers should hold. */
  private static final class Held {
    @Nullable String name;
    @Nullable String largest;
    @Nullable IpAddress address;
    @Nullable Geo place;
    final Set<String> names = new HashSet<>();
    final Set<IpAddress> addresses = new HashSet<>();
    final Set<Geo> places = new HashSet<>();
    final Set<Double> xs = new HashSet<>();

    Held copy() {
      Held copy = new Held();
      copy.name = name;
      copy.largest = largest;
      copy.address = address;
      copy.place = place;
      copy.names.addAll(names);
      copy.addresses.addAll(addresses);
      copy.places.addAll(places);
      copy.xs.addAll(xs);
      return copy;
    }
  }

  private void take(byte[] registers, Held held, SplittableRandom random) {
    EventWriter writer = new EventWriter();
    writer.begin(layout);
    held.name = random.nextInt(4) == 0 ? null : "n".repeat(random.nextInt(40));
    held.address = random.nextInt(4) == 0 ? null : new IpAddress(0, random.nextInt(50));
    held.place = random.nextInt(4) == 0 ? null : new Geo(random.nextInt(50), 2);
    if (held.name != null) {
      byte[] text = held.name.getBytes(UTF_8);
      writer.setText(1, text, 0, text.length);
      held.names.add(held.name);
      held.largest =
          held.largest == null || held.name.compareTo(held.largest) > 0 ? held.name : held.largest;
    }
    if (held.address != null) {
      writer.setIp(2, held.address);
      held.addresses.add(held.address);
    }
    if (held.place != null) {
      writer.setGeo(3, held.place.lat(), held.place.lon());
      held.places.add(held.place);
    }
    double x = random.nextInt(3) - 1;
    writer.setDouble(4, x == 0 && random.nextBoolean() ? -0.0 : x);
    held.xs.add(x);
    writer.end(0, new byte[0], 0, 0);
    update.apply(frame.event(new EventView().wrap(writer.bytes(), 0)).registers(registers, 0));
  }

  private void check(byte[] registers, Held held) {
    frame.registers(registers, 0);
    for (RegisterSpec spec : table.ofVariable(0)) {
      Node read = new Leaves.Register(spec);
      String name = spec.name();
      if (name.startsWith("DISTINCT")) {
        Set<?> expected =
            name.contains("name")
                ? held.names
                : name.contains("address")
                    ? held.addresses
                    : name.contains("place") ? held.places : held.xs;
        assertThat(new AggregateReads.DistinctCount(spec.offset()).asLong(frame))
            .as(name)
            .isEqualTo(expected.size());
      } else if (name.startsWith("MAX")) {
        assertThat(read.asText(frame)).as(name).isEqualTo(text(held.largest));
      } else if (name.contains("name")) {
        assertThat(read.asText(frame)).as(name).isEqualTo(text(held.name));
      } else if (name.contains("address")) {
        assertThat(read.asObject(frame)).as(name).isEqualTo(held.address);
      } else if (name.contains("place")) {
        assertThat(read.asObject(frame)).as(name).isEqualTo(held.place);
      }
    }
  }

  private static @Nullable Utf8 text(@Nullable String value) {
    return value == null ? null : Utf8.of(value);
  }
}
