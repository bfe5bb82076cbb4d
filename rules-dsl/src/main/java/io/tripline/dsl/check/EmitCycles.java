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
  /** More of them say nothing new. */
  private static final int MOST_REPORTED = 20;

  /** A rule that makes events: of one type, from some types. */
  private record Emitter(String name, Set<String> takes, Name emits) {}

  private final List<Emitter> emitters = new ArrayList<>();
  private final Map<String, List<Emitter>> takers = new HashMap<>();
  private final Diagnostics diagnostics;

  private EmitCycles(List<RuleDeclaration> rules, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    for (RuleDeclaration rule : rules) {
      Emitter emitter = emitter(rule);
      if (emitter != null) {
        emitters.add(emitter);
        emitter
            .takes()
            .forEach(t -> takers.computeIfAbsent(t, x -> new ArrayList<>()).add(emitter));
      }
    }
    emitters.sort(Comparator.comparing(Emitter::name));
  }

  /** Reports each cycle once, where the first of its rules by name emits. */
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
    Set<Name> reported = new HashSet<>();
    int cycles = 0;
    for (Emitter emitter : emitters) {
      if (cycles < MOST_REPORTED && !reported.contains(emitter.emits())) {
        List<Emitter> cycle = cycle(emitter);
        if (!cycle.isEmpty()) {
          report(cycle);
          cycle.forEach(e -> reported.add(e.emits()));
          cycles++;
        }
      }
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
          if (taker != start && before.putIfAbsent(taker.emits(), emitter) == null) {
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
