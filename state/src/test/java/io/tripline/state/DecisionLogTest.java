package io.tripline.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.decision.Answer.ByRule;
import io.tripline.engine.decision.Answer.Raised;
import io.tripline.engine.decision.Answer.Taken;
import io.tripline.engine.port.DecisionLog;
import io.tripline.state.TestStore.Mode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DecisionLogTest {
  @TempDir Path folder;

  private static Answer plain(String type, String id, long event) {
    return new Answer(
        type, id, event, event, Taken.BY_RULES, null, List.of(), List.of(), 0, List.of());
  }

  /** Of the tenth event, the twentieth, and so on. */
  private static List<Answer> plain(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(n -> plain("P", "p" + n, 10 * n)).toList();
  }

  private static @Nullable Long event(DecisionLog log, String id) {
    Answer answer = log.find("P", id);
    return answer == null ? null : answer.event();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void answersAreReadBackWhole(Mode mode) {
    Answer whole =
        new Answer(
            "Zahlung",
            "ü\0漢😀",
            7,
            -3,
            Taken.LATE,
            Decision.DECLINE,
            List.of(
                new ByRule("cards", "a", Decision.REVIEW),
                new ByRule("cards", "b", Decision.DECLINE)),
            List.of(
                new Raised("0f", "cards", "a", Severity.CRITICAL, -1, "»ü«", true),
                new Raised("1f", "cards", "b", Severity.INFO, 100, "", false)),
            12,
            List.of(
                new NamedValue("sum(amount) over 1h", new Value.Decimal(new BigDecimal("1.50"))),
                new NamedValue("seen", new Value.Null())));
    Answer approved =
        new Answer(
            "P", "2", 8, 1, Taken.DUPLICATE, Decision.APPROVE, List.of(), List.of(), 0, List.of());
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().decisions().lastEvent()).isZero();
      store.step().decisions().append(List.of());
      store.step().decisions().append(List.of(whole, approved));
      assertThat(store.step().decisions().find("Zahlung", "ü\0漢😀")).isEqualTo(whole);
      assertThat(store.step().decisions().find("P", "2")).isEqualTo(approved);
      assertThat(store.step().decisions().lastEvent()).isEqualTo(8);
      assertThat(store.step().decisions().count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anIdIsOneOfItsType(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().decisions().append(List.of(plain("A", "x", 1), plain("B", "x", 2)));
      assertThat(requireNonNull(store.step().decisions().find("A", "x")).event()).isEqualTo(1);
      assertThat(requireNonNull(store.step().decisions().find("B", "x")).event()).isEqualTo(2);
      assertThat(store.step().decisions().find("C", "x")).isNull();
      assertThat(store.step().decisions().find("A", "y")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theOldestGoAndAreCounted(Mode mode) {
    StoreSettings three = TestStore.SMALL.withDecisions(3);
    try (TestStore store = new TestStore(folder, mode, three, () -> 0)) {
      store.step().decisions().append(plain(1, 2));
      assertThat(store.step().stats().decisionsDropped()).isZero();
      store.step().decisions().append(plain(3, 4));
      assertThat(event(store.step().decisions(), "p1")).isNull();
      assertThat(event(store.step().decisions(), "p2")).isEqualTo(20);
      store.step().decisions().append(plain(5, 12));
      assertThat(event(store.step().decisions(), "p9")).isNull();
      assertThat(event(store.step().decisions(), "p10")).isEqualTo(100);
      assertThat(store.step().decisions().count()).isEqualTo(3);
      assertThat(store.step().decisions().lastEvent()).isEqualTo(120);
      assertThat(store.step().stats().decisions()).isEqualTo(3);
      assertThat(store.step().stats().decisionsDropped()).isEqualTo(9);
    }
  }

  /** An id that comes again once its answer is forgotten has a new one, which stays. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void anIdThatComesAgainKeepsItsLatestAnswer(Mode mode) {
    StoreSettings two = TestStore.SMALL.withDecisions(2);
    try (TestStore store = new TestStore(folder, mode, two, () -> 0)) {
      store.step().decisions().append(List.of(plain("P", "a", 1)));
      store.step().decisions().append(List.of(plain("P", "a", 2)));
      store.step().decisions().append(List.of(plain("P", "b", 3)));
      assertThat(event(store.step().decisions(), "a")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatALossOfPowerTookIsForgotten(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().decisions().append(plain(1, 5));
      store.step().decisions().forgetAfter(50);
      assertThat(store.step().decisions().count()).isEqualTo(5);
      store.step().decisions().forgetAfter(35);
      assertThat(store.step().decisions().lastEvent()).isEqualTo(30);
      assertThat(event(store.step().decisions(), "p4")).isNull();
      assertThat(event(store.step().decisions(), "p3")).isEqualTo(30);
      store.step().decisions().append(List.of(plain("P", "p4", 36)));
      assertThat(event(store.step().decisions(), "p4")).isEqualTo(36);
      store.step().decisions().forgetAfter(0);
      assertThat(store.step().decisions().count()).isZero();
      assertThat(store.step().decisions().lastEvent()).isZero();
    }
  }
}
