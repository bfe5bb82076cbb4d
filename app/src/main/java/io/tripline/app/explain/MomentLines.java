package io.tripline.app.explain;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.explain.ConditionReport;
import io.tripline.engine.explain.Happening;
import io.tripline.engine.explain.Moment;
import io.tripline.engine.explain.Wording;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened at a moment, in lines for people. What is said of several is said once. */
final class MomentLines {
  private static final int MOST_NAMED = 8;
  private static final int MOST_VALUES = 3;
  private static final int WIDTH = 100;

  /** The number of no partial match. */
  private static final int NONE = 0;

  private final Wording wording;

  MomentLines(Wording wording) {
    this.wording = wording;
  }

  /** Of whom something is said, in the order of their numbers, each with the values behind it. */
  private record Said(TreeMap<Integer, List<String>> values) {
    Said() {
      this(new TreeMap<>());
    }
  }

  /** The lines below a moment's own, without indentation but that of values. */
  List<String> of(Moment moment) {
    Set<Integer> ended = new HashSet<>();
    for (Happening happening : moment.happenings()) {
      if (happening instanceof Happening.Ended end) {
        ended.add(end.match().number());
      }
    }
    Map<String, Said> all = new LinkedHashMap<>();
    List<String> remembered = new ArrayList<>();
    List<Happening> told = new ArrayList<>();
    for (Happening happening : moment.happenings()) {
      if (happening instanceof Happening.Remembered seen) {
        remembered.add(Wording.remembered(seen));
      } else if (!isObvious(happening, ended)) {
        told.add(happening);
      }
    }
    boolean begun = !remembered.isEmpty() || told.stream().anyMatch(MomentLines::begins);
    for (Happening happening : told) {
      // Why nothing began is worth a line only where nothing did, and nothing else is said.
      boolean ofNone = happening.match().isNone();
      if (!ofNone || !begun && (!isOfOtherType(happening) || isAllOfNone(told))) {
        Said said = all.computeIfAbsent(text(happening), text -> new Said());
        // That nothing begins goes without saying where the same has kept others from going on.
        if (!ofNone || said.values.isEmpty()) {
          said.values.remove(NONE);
          said.values.put(happening.match().number(), wording.values(report(happening)));
        }
      }
    }
    List<String> result = new ArrayList<>();
    all.forEach(
        (text, said) -> {
          result.add(subject(said.values.keySet()) + text);
          values(said).forEach(line -> result.add("     " + line));
        });
    result.addAll(remembered);
    moment.alerts().forEach(outcome -> result.add(outcome(outcome)));
    return result;
  }

  private static boolean begins(Happening happening) {
    return happening instanceof Happening.Took took && took.from().isNone();
  }

  private static boolean isOfOtherType(Happening happening) {
    return happening instanceof Happening.Refused refused
        && refused.why() instanceof Refusal.WrongType;
  }

  private static boolean isAllOfNone(List<Happening> told) {
    return told.stream().allMatch(h -> h.match().isNone() && isOfOtherType(h));
  }

  private static @Nullable ConditionReport report(Happening happening) {
    return switch (happening) {
      case Happening.Refused refused -> refused.report();
      case Happening.Closed closed -> closed.report();
      case Happening.Spoiled spoiled -> spoiled.report();
      default -> null;
    };
  }

  /** The values that all share in one line, and then of each what is its own. */
  private static List<String> values(Said said) {
    Set<String> shared = new LinkedHashSet<>(said.values.firstEntry().getValue());
    said.values.values().forEach(shared::retainAll);
    List<String> lines = new ArrayList<>();
    lines.addAll(wrapped(shared));
    int told = 0;
    for (Map.Entry<Integer, List<String>> each : said.values.entrySet()) {
      List<String> values = new ArrayList<>(each.getValue());
      values.removeAll(shared);
      if (!values.isEmpty() && told++ < MOST_VALUES) {
        values.set(0, "#" + each.getKey() + ": " + values.getFirst());
        lines.addAll(wrapped(values));
      }
    }
    if (told > MOST_VALUES) {
      lines.add("… and of " + (told - MOST_VALUES) + " more");
    }
    return lines;
  }

  /** What another line of the same moment says. */
  private static boolean isObvious(Happening happening, Set<Integer> ended) {
    return switch (happening) {
      case Happening.Closed closed ->
          ended.contains(closed.match().number()) || isOwnBranch(closed);
      case Happening.Refused refused -> refused.earlier() != null && refused.earlier().taken();
      case Happening.Ended end -> end.why() instanceof Ending.Complete;
      case Happening.Spoiled spoiled -> ended.contains(spoiled.match().number());
      default -> false;
    };
  }

  /** The event that closed the way was taken over that very way, by a branch. */
  private static boolean isOwnBranch(Happening.Closed closed) {
    return closed.why() instanceof Closing.TakenBy(int variable)
        && variable == closed.variable().index();
  }

  private String text(Happening happening) {
    return switch (happening) {
      case Happening.Took took -> took(took);
      case Happening.Refused refused ->
          "not `" + refused.variable().name() + "`: " + wording.refusal(refused);
      case Happening.Closed closed ->
          "can take no more `" + closed.variable().name() + "`: " + wording.closing(closed);
      case Happening.Waits waits -> wording.waiting(waits);
      case Happening.Spoiled spoiled -> "waits no more: " + wording.spoiled(spoiled);
      case Happening.Settled settled -> "waits no more: another one that holds the same is a match";
      case Happening.Remembered remembered -> Wording.remembered(remembered);
      case Happening.Matched matched -> "became a match";
      case Happening.OverLimit over -> wording.overLimit();
      case Happening.PassedOver passed -> wording.passedOver(passed);
      case Happening.Ended ended -> "ended: " + wording.ending(ended);
    };
  }

  private static String took(Happening.Took took) {
    String variable = "`" + took.variable().name() + "`";
    String count = took.variable().repeated() ? ", its " + ordinal(took.count()) : "";
    if (took.from().isNone()) {
      return "began with it as " + variable;
    }
    return took.from() == took.match()
        ? "took it as " + variable + count
        : "branched off #" + took.from().number() + " and took it as " + variable + count;
  }

  private static String ordinal(int n) {
    String ending =
        n % 100 / 10 == 1
            ? "th"
            : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
    return n + ending;
  }

  /** Items with commas between, in lines that are not too long if the items are not. */
  static List<String> wrapped(Collection<String> items) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int left = items.size();
    for (String item : items) {
      if (!line.isEmpty() && line.length() + 1 + item.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(item).append(--left > 0 ? "," : "");
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static String subject(Set<Integer> matches) {
    if (matches.contains(NONE)) {
      return "nothing began: ";
    }
    String named =
        matches.stream().limit(MOST_NAMED).map(n -> "#" + n).collect(Collectors.joining(" "));
    int more = matches.size() - MOST_NAMED;
    return named + (more > 0 ? " and " + more + " more " : " ");
  }

  private static String outcome(Moment.Outcome outcome) {
    return switch (outcome) {
      case Moment.Outcome.Raised(Alert alert) ->
          "ALERT "
              + alert.severity().text()
              + (alert.score() < 0 ? "" : ", score " + alert.score())
              + ": "
              + alert.message();
      case Moment.Outcome.HeldBack(Alert standing) ->
          "no alert: `once per` holds it back, as the alert of "
              + Wording.time(standing.time())
              + " stands";
    };
  }
}
