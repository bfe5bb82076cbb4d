package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.RuleDeclaration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects rules that feed each other: a makes an event that b takes, and b one that a takes, so
 * that one event from outside could keep them going forever.
 */
final class EmitCycles {
  /** A rule that makes events: of one type, from some types. */
  private record Emitter(String name, Set<String> takes, Name emits) {}

  private final List<Emitter> emitters;
  private final Map<String, List<Emitter>> takers = new HashMap<>();
  private final Map<Emitter, Integer> knots = new IdentityHashMap<>();
  private final Diagnostics diagnostics;

  private EmitCycles(List<RuleDeclaration> rules, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.emitters =
        rules.stream()
            .map(EmitCycles::emitter)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(Emitter::name))
            .toList();
    for (Emitter emitter : emitters) {
      emitter.takes().forEach(t -> takers.computeIfAbsent(t, x -> new ArrayList<>()).add(emitter));
    }
  }

  /**
   * Of rules that all feed each other, reports one shortest cycle, where the first of them by name
   * emits.
   */
  static void check(List<RuleDeclaration> rules, Diagnostics diagnostics) {
    new EmitCycles(rules, diagnostics).check();
  }

  private static @Nullable Emitter emitter(RuleDeclaration rule) {
    Set<String> takes = new HashSet<>();
    Name emits = null;
    for (Clause clause : rule.clauses()) {
      if (clause instanceof Clause.On on) {
        takes.add(on.type().text());
      } else if (clause instanceof Clause.Define define) {
        define.definitions().stream()
            .map(Clause.Definition::type)
            .filter(Objects::nonNull)
            .forEach(type -> takes.add(type.text()));
      } else if (clause instanceof Clause.Emit emit) {
        emits = emit.type();
      }
    }
    return emits == null ? null : new Emitter(rule.name().text(), takes, emits);
  }

  private void check() {
    tie();
    Set<Integer> reported = new HashSet<>();
    for (Emitter emitter : emitters) {
      if (!reported.contains(knots.get(emitter))) {
        List<Emitter> cycle = cycle(emitter);
        if (!cycle.isEmpty()) {
          report(cycle);
        }
        reported.add(knots.get(emitter));
      }
    }
  }

  /** Finds which emitters lead to each other, by way of the types between them. */
  private void tie() {
    Map<String, Integer> types = new HashMap<>();
    List<List<Integer>> edges = new ArrayList<>();
    for (String type : takers.keySet()) {
      types.put(type, types.size());
      edges.add(new ArrayList<>());
    }
    for (Emitter emitter : emitters) {
      int node = edges.size();
      Integer emitted = types.get(emitter.emits().text());
      edges.add(emitted == null ? List.of() : List.of(emitted));
      for (String type : emitter.takes()) {
        edges.get(types.getOrDefault(type, node)).add(node); // each type taken has a node
      }
    }
    int[] numbers = Knots.of(edges);
    for (int i = 0; i < emitters.size(); i++) {
      knots.put(emitters.get(i), numbers[types.size() + i]);
    }
  }

  /** A shortest way from a rule back to itself; empty if there is none. */
  private List<Emitter> cycle(Emitter start) {
    Map<Name, Emitter> before = new HashMap<>();
    Set<String> seen = new HashSet<>();
    Deque<Emitter> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      Emitter emitter = next.remove();
      String type = emitter.emits().text();
      if (start.takes().contains(type)) {
        return back(emitter, before);
      }
      if (seen.add(type)) {
        for (Emitter taker : takers.getOrDefault(type, List.of())) {
          boolean tied = Objects.equals(knots.get(taker), knots.get(start));
          if (tied && taker != start && before.putIfAbsent(taker.emits(), emitter) == null) {
            next.add(taker);
          }
        }
      }
    }
    return List.of();
  }

  private static List<Emitter> back(Emitter last, Map<Name, Emitter> before) {
    List<Emitter> cycle = new ArrayList<>();
    for (Emitter e = last; e != null; e = before.get(e.emits())) {
      cycle.addFirst(e);
    }
    return cycle;
  }

  private void report(List<Emitter> cycle) {
    Emitter first = cycle.getFirst();
    StringBuilder text = new StringBuilder();
    text.append('`').append(first.name()).append("` emits `").append(first.emits()).append("`, ");
    if (cycle.size() == 1) {
      text.append("which it takes itself");
    } else {
      Name given = first.emits();
      for (Emitter emitter : cycle.subList(1, cycle.size())) {
        text.append('`').append(emitter.name()).append("` takes `").append(given);
        text.append("` and emits `").append(emitter.emits()).append("`, ");
        given = emitter.emits();
      }
      text.append('`').append(first.name()).append("` takes `").append(given).append('`');
    }
    diagnostics.report(
        Code.EMIT_CYCLE,
        first.emits().place(),
        text.toString(),
        "let one of them make an event of a type that none of them takes",
        cycle.subList(1, cycle.size()).stream()
            .map(
                e -> new Related(e.emits().place(), "`" + e.name() + "` emits `" + e.emits() + "`"))
            .toArray(Related[]::new));
  }
}
