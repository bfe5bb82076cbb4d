package io.tripline.engine.match;

import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventView;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
import java.util.List;

/**
 * Makes matches of choices of events, one after another. What a match has in common with the one
 * before it, from the first event on, is not worked out again: neither the events' names nor what
 * the registers hold. Not thread-safe.
 */
final class Telling {
  private final KeptLog log;
  private final StateHeap heap;
  private final Conditions conditions;
  private final Frame frame;
  private final RegisterUpdate[] updates;
  private final RegisterBlocks blocks;
  private final MatchBuilder matches;
  private final List<Variable> declared;

  // By variable, of the match that is being made: how many events it took, and the last of them.
  private final int[] counts;
  private final int[] lastOf;
  private final byte[] blank;
  private final int registerBytes;

  // What is made, event by event.
  private int[] events = new int[16];
  private int[] variables = new int[16];
  private Long[] numbers = new Long[16];
  private String[] ids = new String[16];
  private byte[] registers;
  private int made;

  Telling(MatcherParts parts, KeptLog log) {
    this.log = log;
    this.heap = parts.heap();
    this.conditions = parts.conditions();
    this.frame = parts.frame();
    this.updates = parts.updates();
    this.blocks = parts.program().registers().blocks();
    this.matches = parts.matches();
    this.declared = parts.program().rule().variables();
    this.counts = new int[declared.size()];
    this.lastOf = new int[declared.size()];
    this.blank = parts.nothing().registers;
    this.registerBytes = blank.length;
    this.registers = new byte[16 * registerBytes];
  }

  /**
   * The match of events and the variables that take them.
   *
   * @param completing the last of them
   */
  Match match(int[] ofEvents, int[] ofVariables, int count, EventView completing) {
    int same = 0;
    int most = Math.min(count, made);
    while (same < most && events[same] == ofEvents[same] && variables[same] == ofVariables[same]) {
      same++;
    }
    release(same);
    reserve(count);
    while (made < count) {
      events[made] = ofEvents[made];
      variables[made] = ofVariables[made];
      bind(made);
      made++;
    }
    int last = events[count - 1];
    return matches.build(
        registers,
        (count - 1) * registerBytes,
        completing.time(),
        log.clock(last),
        log.number(last),
        bindings(),
        List.of(Arrays.copyOf(numbers, made)));
  }

  private void bind(int i) {
    int index = events[i];
    long number = log.number(index);
    numbers[i] = number;
    ids[i] = log.id(index).text(number);
    if (registerBytes == 0) {
      return;
    }
    int at = i * registerBytes;
    if (i == 0) {
      System.arraycopy(blank, 0, registers, 0, registerBytes);
    } else {
      System.arraycopy(registers, at - registerBytes, registers, at, registerBytes);
    }
    if (!blocks.isEmpty()) {
      blocks.copy(registers, at, heap);
    }
    RegisterUpdate update = updates[variables[i]];
    if (update.changesAny()) {
      if (log.hasFields(index)) {
        frame.event(log.fields(index)); // else it only counts
      }
      update.apply(frame.registers(registers, at));
      conditions.reportFailure();
    }
  }

  private List<Match.Binding> bindings() {
    Arrays.fill(counts, 0);
    for (int i = 0; i < made; i++) {
      counts[variables[i]]++;
      lastOf[variables[i]] = i;
    }
    // Made unchangeable at once, so that the match need not copy it.
    Match.Binding[] bindings = new Match.Binding[counts.length];
    for (int i = 0; i < bindings.length; i++) {
      bindings[i] = binding(declared.get(i));
    }
    return List.of(bindings);
  }

  private Match.Binding binding(Variable variable) {
    int v = variable.index();
    int count = counts[v];
    if (count == 1) { // most are, and a list of one needs no array
      int only = lastOf[v];
      return new Match.Binding(variable.name(), List.of(numbers[only]), List.of(ids[only]));
    }
    Long[] numbersOf = new Long[count];
    String[] idsOf = new String[count];
    for (int i = 0, at = 0; at < count; i++) {
      if (variables[i] == v) {
        numbersOf[at] = numbers[i];
        idsOf[at++] = ids[i];
      }
    }
    return new Match.Binding(variable.name(), List.of(numbersOf), List.of(idsOf));
  }

  private void reserve(int count) {
    if (count > events.length) {
      int room = Math.max(count, 2 * events.length);
      events = Arrays.copyOf(events, room);
      variables = Arrays.copyOf(variables, room);
      numbers = Arrays.copyOf(numbers, room);
      ids = Arrays.copyOf(ids, room);
      registers = Arrays.copyOf(registers, Math.multiplyExact(room, registerBytes));
    }
  }

  /** Gives back what was made, all but the first so many events of it. */
  void release(int kept) {
    while (made > kept) {
      made--;
      if (!blocks.isEmpty()) {
        blocks.free(registers, made * registerBytes, heap);
      }
    }
  }
}
