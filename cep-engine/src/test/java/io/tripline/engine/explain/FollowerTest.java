package io.tripline.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.explain.Moment.Outcome;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RehearsalSession;
import io.tripline.engine.pipeline.RuleKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is told of a rule, moment by moment. An event is written as its type and kind, one a second,
 * such as {@code a} for a payment of that kind and {@code L} for a login.
 */
final class FollowerTest {
  private final List<String> told = new ArrayList<>();
  private int maxRuns = 1_000;
  private Rehearsal rehearsal = Rehearsal.of("set", rules("a => b", "", ""));
  private Follower follower = follower("a => b", "", "");

  private static RuleSet rules(String pattern, String skip, String alert) {
    StringBuilder text = new StringBuilder();
    text.append("event P {\n  id string @id\n  time timestamp @time\n  kind string\n}\n");
    text.append("event L {\n  time timestamp @time\n}\n");
    text.append("rule r {\n  by none\n  pattern ")
        .append(pattern)
        .append(" within 10s\n  define\n");
    for (String variable : new String[] {"a", "b", "c"}) {
      if (pattern
          .replaceAll("until.*?->|any|reluctant|consecutive|greedy", "")
          .contains(variable)) {
        text.append("    ").append(variable).append(": P where kind like '%");
        text.append(variable).append("%'\n");
      }
    }
    text.append(skip.isEmpty() ? "" : "  after match " + skip + "\n");
    text.append("  alert \"m\" ").append(alert).append("\n}\n");
    Compilation compilation =
        RuleCompiler.compile(List.of(new SourceFile("t.trip", text.toString())));
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + text).isFalse();
    return Objects.requireNonNull(compilation.ruleSet());
  }

  private Follower follower(String pattern, String skip, String alert) {
    rehearsal = Rehearsal.of("set", rules(pattern, skip, alert), Math.max(1, maxRuns));
    Rule rule = rehearsal.ruleSet().rules().getFirst();
    Wording wording = new Wording(rule, false);
    return new Follower(
        rule, rehearsal.schema(), SourceText.NONE, e -> true, 10, moment -> tell(moment, wording));
  }

  private void tell(Moment moment, Wording wording) {
    StringBuilder line = new StringBuilder();
    line.append(moment.event() == null ? moment.time() / 1_000 + "s" : moment.event().id());
    for (Happening happening : moment.happenings()) {
      String said =
          switch (happening) {
            case Happening.Took took ->
                (took.from().isNone()
                        ? "+"
                        : took.from() == took.match() ? "" : "<" + took.from().number() + " ")
                    + took.variable().name()
                    + took.count();
            case Happening.Refused refused ->
                "not " + refused.variable().name() + " (" + wording.refusal(refused) + ")";
            case Happening.Closed closed ->
                "no more " + closed.variable().name() + " (" + wording.closing(closed) + ")";
            case Happening.Waits waits -> "waits (" + wording.waiting(waits) + ")";
            case Happening.Spoiled spoiled -> "waits no more (" + wording.spoiled(spoiled) + ")";
            case Happening.Settled settled -> "waits no more";
            case Happening.Remembered remembered -> Wording.remembered(remembered);
            case Happening.Matched matched -> "match";
            case Happening.OverLimit over -> wording.overLimit();
            case Happening.PassedOver passed -> wording.passedOver(passed);
            case Happening.Ended ended -> "ended (" + wording.ending(ended) + ")";
          };
      line.append(" | ").append(happening.match().number()).append(' ').append(said);
    }
    line.append(
        moment.alerts().stream()
            .map(o -> o instanceof Outcome.Raised ? " | ALERT" : " | held back")
            .collect(Collectors.joining()));
    told.add(line.toString());
  }

  private void run(String pattern, String skip, String alert, String events) {
    told.clear();
    follower = follower(pattern, skip, alert);
    RehearsalSession session = rehearsal.start(follower, Map.of("r", follower));
    int second = 0;
    EventWriter writer = new EventWriter();
    for (String event : events.split(" ")) {
      String[] parts = event.split("@");
      second = parts.length > 1 ? Integer.parseInt(parts[1]) : second + 1;
      writer.clear();
      EventLayout layout = rehearsal.schema().get(event.equals("L") ? "L" : "P");
      writer.begin(layout);
      writer.setLong(layout.type().timeField(), second * 1_000L);
      if (!event.equals("L")) {
        writer.setText(0, (parts[0] + second).toCharArray(), 0, (parts[0] + second).length());
        writer.setText(2, parts[0].toCharArray(), 0, parts[0].length());
      }
      writer.end(0, new byte[0], 0, 0);
      session.onEvents(writer);
    }
    session.endOfInput();
    follower.finish();
  }

  /** The line of an event without the refusals, which most tests are not about. */
  private String at(int index) {
    return Stream.of(told.get(index).split(" \\| "))
        .filter(said -> !said.matches("\\d+ not .*"))
        .collect(Collectors.joining(" | "));
  }

  @Test
  void theVeryNextEventHadToFit() {
    run("a => b", "", "", "a x");
    assertThat(told)
        .containsExactly(
            "a1 | 1 +a1",
            "x2 | 1 not b (kind like '%b%' is false)"
                + " | 1 no more b (`=>` takes the very next event only, and this was it)"
                + " | 1 ended (`=>` takes the very next event only, and this was it)"
                + " | 0 not a (kind like '%a%' is false)");
    assertThat(follower.furthest().number()).isEqualTo(1);
    assertThat(follower.furthest().needed()).isEqualTo(1);
    assertThat(follower.furthest().nearestEvent()).isNotNull();
  }

  @Test
  void aMatchTakesTheRestWithIt() {
    run("a -> b", "", "once per 5s", "a a b a b");
    assertThat(at(2))
        .isEqualTo(
            "b3 | 1 b1 | 2 b1 | 1 match"
                + " | 2 complete, too, but `after match skip past last` leaves only #1"
                + " | 1 ended (complete) | 2 ended (complete) | ALERT");
    assertThat(at(4)).isEqualTo("b5 | 3 b1 | 3 match | 3 ended (complete) | held back");
    assertThat(follower.alerts()).isEqualTo(1);
    assertThat(follower.heldBack()).isEqualTo(1);
  }

  @Test
  void aRepeatedPartBranchesWhereItCanStop() {
    run("a{2,} -> b", "skip to next", "", "a a a b");
    assertThat(at(1)).isEqualTo("a2 | 1 a2 | 2 +a1");
    assertThat(at(2))
        .isEqualTo(
            "a3 | 1 no more a (`->` passes over no event that fits, and this one fits `a`)"
                + " | 3 <1 a3 | 2 a2 | 4 +a1");
    assertThat(at(3)).contains(" | 5 match | 6 match | ");
  }

  /** The first branch is the partial match itself, gone on; the second one must not see that. */
  @Test
  void oneEventIsHeldOnceByEachBranch() {
    run("a+ -> b -> c", "skip none", "", "a@1 ab@2 x@30");
    assertThat(at(1)).isEqualTo("ab2 | 1 a2 | 2 <1 b1 | 3 +a1");
    assertThat(follower.furthest().bound())
        .extracting(b -> b.variable().name() + " " + b.event().id())
        .containsExactly("a a1", "b ab2");
  }

  @Test
  void timeIsToldWhenItIsOver() {
    run("a -> b", "", "", "a@1 x@5 a@7 x@20");
    assertThat(IntStream.range(0, told.size()).mapToObj(this::at))
        .containsExactly(
            "a1 | 1 +a1",
            "x5",
            "a7 | 2 +a1",
            "11s | 1 ended (`within 10s` was over at 1970-01-01T00:00:11Z)",
            "17s | 2 ended (`within 10s` was over at 1970-01-01T00:00:17Z)",
            "x20");
    assertThat(follower.ended()).extracting(PartialMatch::number).containsExactly(1, 2);
  }

  @Test
  void aBoundIsTooEarlyOrTooLate() {
    run("a ~> [2s..4s] b", "skip none", "", "a@1 b@2 b@4 b@6");
    assertThat(told)
        .containsExactly(
            "a1 | 1 +a1",
            "b2 | 1 not b (it fits, but comes 1s after the event before, too early for `[2s..4s]`)"
                + " | 0 not a (kind like '%a%' is false)",
            "b4 | 2 <1 b1 | 0 not a (kind like '%a%' is false) | 2 match | 2 ended (complete)"
                + " | ALERT",
            "5s | 1 ended (`[2s..4s]` was over at 1970-01-01T00:00:05Z)",
            "b6 | 0 not a (kind like '%a%' is false)");
    run("a -> [2s] b", "", "", "a@1 b@4");
    assertThat(at(1)).isEqualTo("3s | 1 ended (`[2s]` was over at 1970-01-01T00:00:03Z)");
  }

  /** A partial match that has another way on is there when the late event comes. */
  @Test
  void oneWayOnCanBeOverBeforeAnother() {
    run("a -> [2s] b? -> c", "", "", "a@1 b@4 c@5");
    assertThat(told.get(1))
        .isEqualTo(
            "b4 | 1 not b (it fits, but comes 3s after the event before, too late for `[2s]`)"
                + " | 1 no more b (`[2s]` was over at 1970-01-01T00:00:03Z)"
                + " | 1 not c (kind like '%c%' is false) | 0 not a (kind like '%a%' is false)");
    assertThat(at(2)).isEqualTo("c5 | 1 c1 | 1 match | 1 ended (complete) | ALERT");
  }

  @Test
  void whatMustNotComeBetweenIsNamed() {
    run("a -> not c -> b", "", "", "a c b");
    assertThat(at(1))
        .isEqualTo(
            "c2 | 1 no more b (this event is `c`, which must not come between)"
                + " | 1 ended (this event is `c`, which must not come between)");
    assertThat(follower.alerts()).isZero();
  }

  @Test
  void timeCompletesWhatNothingHasSpoiled() {
    run("a -> [3s] not c", "", "", "a@1 a@2 x@9");
    assertThat(IntStream.range(0, told.size()).mapToObj(this::at))
        .containsExactly(
            "a1 | 1 +a1 | 1 waits (is complete when 1970-01-01T00:00:04Z has passed,"
                + " if there is no `c`)",
            "a2 | 2 +a1 | 2 waits (is complete when 1970-01-01T00:00:05Z has passed,"
                + " if there is no `c`)",
            "4s | 1 match | 1 ended (complete) | ALERT",
            "5s | 2 match | 2 ended (complete) | ALERT",
            "x9");
    assertThat(follower.alerts()).isEqualTo(2);
  }

  @Test
  void whatComesAllTheSameIsNamed() {
    run("a -> [3s] not c", "", "", "a@1 c@4 x@9");
    assertThat(at(1))
        .isEqualTo(
            "c4 | 1 waits no more (c4 is `c`, which must not come: kind like '%c%')"
                + " | 1 ended (c4 is `c`, which must not come: kind like '%c%')");
    assertThat(follower.alerts()).isZero();
    assertThat(Objects.requireNonNull(follower.furthest().spoiled()).event().id()).isEqualTo("c4");
  }

  @Test
  void severalAbsencesHaveTheirOwnTimes() {
    run("a -> [3s] not b -> [5s] not c", "", "", "a@1 b@5 x@9");
    assertThat(at(0))
        .contains(
            "is complete when 1970-01-01T00:00:06Z has passed, if there is"
                + " no `b` until 1970-01-01T00:00:04Z and no `c`");
    assertThat(at(2)).isEqualTo("6s | 1 match | 1 ended (complete) | ALERT");
  }

  @Test
  void whatMustNotComeBeforeIsNamed() {
    run("not c -> [5s] a -> b", "", "", "c@1 a@3 b@4 a@7 b@8");
    assertThat(told.subList(0, 2))
        .containsExactly(
            "c1 | 0 not a (kind like '%a%' is false) | 0 it is `c`, so nothing that must not follow"
                + " it begins until 1970-01-01T00:00:06Z",
            "a3 | 0 not a (it fits, but c1 of 1970-01-01T00:00:01Z is `c`, which must not come in"
                + " the 5s before it)");
    assertThat(at(4)).isEqualTo("b8 | 1 b1 | 1 match | 1 ended (complete) | ALERT");
  }

  @Test
  void partsInAnyOrderAreAllNeeded() {
    run("(a & b) -> c", "", "", "b@1 x@2 x@30");
    PartialMatch furthest = follower.furthest();
    assertThat(furthest.needed()).isEqualTo(2);
    assertThat(Wording.parts(furthest.parts())).isEqualTo("`a`");
    run("a & b & c", "", "", "b@1 x@30");
    assertThat(Wording.parts(follower.furthest().parts())).isEqualTo("`a` and `c`, in any order");
  }

  @Test
  void loopsEndByTheirWords() {
    run("a+ reluctant -> b", "", "", "a ab");
    assertThat(told.get(1)).contains("1 b1");
    run("a+ greedy -> b", "", "", "a ab");
    assertThat(told.get(1))
        .contains("1 not b (it fits, but `a` is greedy, and could take it)", "1 a2");
    run("a+ until kind = 'u' -> b", "", "", "a u");
    assertThat(told.get(1))
        .contains("1 no more a (its `until` holds: kind = 'u')")
        .doesNotContain("ended");
  }

  @Test
  void anotherTypeOfEventIsNotAsked() {
    run("a -> b", "", "", "a L");
    // A login is no event of this rule's input at all.
    assertThat(told).hasSize(2);
    assertThat(told.getLast()).startsWith("11s");
  }

  @Test
  void theLimitIsTold() {
    maxRuns = 2;
    run("a -> b", "skip none", "", "a a a");
    assertThat(at(2))
        .isEqualTo(
            "a3 | 3 +a1 | 1 ended (too many partial matches of this key: those that began first"
                + " are dropped)");
  }

  /** As in a rule test: other rules and keys are in the same session. */
  @Test
  void oneKeyIsFollowedAmongOthers() {
    String text =
        """
        event P {
          id   string @id
          time timestamp @time
          card string
        }
        rule r {
          severity low
          on P by card
          alert "m" once per 1h
        }
        rule s {
          severity low
          on P by card
          alert "m"
        }
        """;
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("t.trip", text)));
    RuleSet ruleSet = Objects.requireNonNull(compilation.ruleSet());
    rehearsal = Rehearsal.of("set", ruleSet);
    Rule rule = ruleSet.rules().getFirst();
    RuleKey key = RuleKey.of(rule, rehearsal.schema());
    byte[] wanted = key.of(List.of("c1"));
    Wording wording = new Wording(rule, false);
    follower =
        new Follower(
            rule,
            rehearsal.schema(),
            SourceText.NONE,
            event -> Objects.requireNonNull(key.of(event)).matches(wanted),
            10,
            moment -> tell(moment, wording));
    RehearsalSession session = rehearsal.start(follower, Map.of("r", follower));
    EventWriter writer = new EventWriter();
    String[] cards = {"c2", "c1", "c2", "c1", "c3"};
    for (int i = 0; i < cards.length; i++) {
      writer.begin(rehearsal.schema().get("P"));
      writer.setText(0, ("e" + i).toCharArray(), 0, 2);
      writer.setLong(1, i);
      writer.setText(2, cards[i].toCharArray(), 0, 2);
      writer.end(0, new byte[0], 0, 0);
    }
    session.onEvents(writer);
    session.endOfInput();
    follower.finish();
    assertThat(told)
        .containsExactly(
            "e1 | 1 +e1 | 1 match | 1 ended (complete) | ALERT",
            "e3 | 2 +e1 | 2 match | 2 ended (complete) | held back");
    assertThat(session.alerts()).hasSize(8);
    assertThat(follower.alerts()).isEqualTo(1);
    assertThat(follower.heldBack()).isEqualTo(1);
  }

  @Test
  void nothingBeginsForAReason() {
    run("a -> b", "", "", "x b");
    assertThat(follower.furthest().isNone()).isTrue();
    assertThat(Objects.requireNonNull(follower.furthest().nearestEvent()).id()).isEqualTo("b2");
  }

  @Test
  void theFurthestIsTheNearestToItsEnd() {
    run("a{1,} -> b -> c", "skip none", "", "a a a a@4 x@30 a@31 b@32 x@50");
    assertThat(follower.furthest().needed()).isEqualTo(1);
    assertThat(follower.furthest().bound())
        .extracting(b -> b.event().id())
        .containsExactly("a31", "b32");
  }
}
