package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rules that take what other rules make: with any number of workers, and after restarts. */
final class EmissionTest {
  private static final String EVENTS =
      TestRules.PAYMENT_TEXT
          + TestRules.LOGIN_TEXT
          + """
          event Large {
            id      string     @id
            time    timestamp  @time
            card    string
            account int
            amount  decimal(2)
          }
          event Quiet {
            time timestamp @time
            card string
          }
          event Account {
            time    timestamp  @time
            account int
            larges  int
          }
          """;

  private static final String MAKERS =
      """
      rule large {
        on Payment by card
        when amount > 0.80 and account is not null
        emit Large { card = coalesce(card, ''), account = coalesce(account, 0), amount = amount }
      }
      rule quiet {
        by card
        pattern pay -> not more within 1s
        define
          pay:  Payment where amount > 0.50 and card is not null
          more: Payment
        emit Quiet { card = coalesce(pay.card, '') }
      }
      rule account {
        on Large by account
        when count() over 10s >= 3
        emit Account { account = account, larges = count() over 10s }
      }
      """;

  private static final String TAKERS =
      """
      rule again {
        by card
        pattern large -> pay within 5s
        define
          large: Large
          pay:   Payment where amount > large.amount
        alert "{large.id} {pay.id}"
      }
      rule silence {
        by card
        pattern quiet => pay within 5s
        define
          quiet: Quiet
          pay:   Payment
        alert "{pay.id} after silence"
      }
      rule busy {
        on Account by account
        when larges > 3
        alert "{larges} {count() over 5s}"
      }
      rule after_silence {
        by card
        pattern large -> quiet within 10s
        define
          large: Large where sum(amount) over 5s > 1.00
          quiet: Quiet
        alert "{large.amount}"
      }
      """;

  static final String ALL = EVENTS + MAKERS + TAKERS;

  private final List<TestEvent> stream = TestEvent.stream(20261123, 2_000);

  private static RuleSet compile(String name, String text) {
    var compilation = RuleCompiler.compile(List.of(new SourceFile("test.trip", text)));
    return Objects.requireNonNull(
        compilation.ruleSet(), () -> name + ": " + compilation.diagnostics());
  }

  private List<Alert> run(int workers, int restart) throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    for (int from = 0; from < stream.size(); from += restart) {
      try (Engine engine =
          Engine.open(TestEngine.cached(workers, 5), storage, EmissionTest::compile)) {
        engine.deploy("set", ALL, compile("set", ALL));
        TestEngine.feed(engine, stream.subList(from, Math.min(stream.size(), from + restart)), 11);
      }
    }
    return storage.alerts().all();
  }

  /** Large payments are taken as if they had come as events of their own right behind. */
  @Test
  void whatIsMadeIsTakenRightBehindWhatItWasMadeOf() throws InterruptedException {
    List<String> expected = new ArrayList<>();
    List<TestEvent> open = new ArrayList<>();
    List<Long> since = new ArrayList<>();
    long clock = Long.MIN_VALUE;
    for (TestEvent event : stream) {
      clock = Math.max(clock, event.time());
      if (!event.type().equals("Payment") || event.card() == null) {
        continue;
      }
      for (int i = 0; i < open.size(); i++) {
        TestEvent large = open.get(i);
        if (since.get(i) + 5_000 >= clock
            && event.card().equals(large.card())
            && event.amount() > large.amount()) {
          expected.add(event.id());
          // After a match nothing that began before its end is left.
          for (int j = open.size() - 1; j >= 0; j--) {
            if (event.card().equals(open.get(j).card())) {
              open.remove(j);
              since.remove(j);
            }
          }
          break;
        }
      }
      if (event.amount() > 80) {
        open.add(event);
        since.add(clock);
      }
    }
    assertThat(run(1, stream.size()))
        .filteredOn(alert -> alert.rule().equals("again"))
        .extracting(alert -> alert.message().substring(alert.message().indexOf(' ') + 1))
        .isEqualTo(expected)
        .isNotEmpty();
  }

  @Test
  void workersAndRestartsChangeNothing() throws InterruptedException {
    List<Alert> expected = run(1, stream.size());
    assertThat(expected)
        .extracting(Alert::rule)
        .contains("again", "silence", "busy", "after_silence");
    assertThat(run(1, 100)).isEqualTo(expected);
    assertThat(run(2, stream.size())).isEqualTo(expected);
    assertThat(run(3, 211)).isEqualTo(expected);
    assertThat(run(4, 37)).isEqualTo(expected);
  }

  @Test
  void aCircleOverTwoRuleSetsIsRefused() throws InterruptedException {
    String one =
        EVENTS
            + """
            rule one {
              on Quiet by card
              when card != ''
              emit Large { card = coalesce(card, ''), account = 1, amount = 1.00 }
            }
            """;
    String two =
        EVENTS
            + """
            rule two {
              on Large by card
              when card != ''
              emit Quiet { card = card }
            }
            """;
    try (Engine engine =
        Engine.open(TestEngine.settings(1), MemoryStorage.keeping(), EmissionTest::compile)) {
      engine.deploy("one", one, compile("one", one));
      assertThatThrownBy(() -> engine.deploy("two", two, compile("two", two)))
          .isInstanceOf(DeploymentRefusedException.class)
          .hasMessageContaining("circle")
          .hasMessageContaining("one.one")
          .hasMessageContaining("two.two");
    }
  }
}
