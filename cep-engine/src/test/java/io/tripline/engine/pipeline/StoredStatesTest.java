package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.StoredStates.Settings;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States of rules of every kind, and of windows of many, as they are read without an engine. */
final class StoredStatesTest {
  private static final String RULES =
      TestRules.PAYMENT_TEXT
          + TestRules.LOGIN_TEXT
          + """
          feature spent = sum(Payment.amount) by card over 5m
          feature calls = count(Payment) by card over 10m
          feature most = max(Payment.amount) by account over last 20
          feature who = distinct(Payment.card) by account over 5m
          feature half = median(Payment.amount) by account over session 1h
          feature today = count(Payment) by account over day
          feature about = approx distinct(Payment.card) by account over 7d every 1h
          feature high = approx percentile(Payment.amount, 95) by account over day
          feature steps = sum(Payment.amount) by card over 7d every 1h
          feature latest = last(Payment.id) by card over 5m

          rule each {
            by card
            pattern a -> not b within 10m
            define a: Payment where amount < 0.40  b: Login
            alert ""
          }
          rule chain {
            by card
            pattern a -> b -> c within 1h
            define
              a: Payment where amount < 0.40
              b: Payment where amount > 1.1 * a.amount
              c: Payment where amount > 10 * b.amount
            alert "{a.id} {b.id}"
          }
          rule sets {
            by card
            pattern a+ any -> b within 3m
            define
              a: Payment where amount < 0.20 and distinct(a.account) < 4
              b: Payment where amount > 100.00
            alert "{distinct(a.account)} {last(a.id)}"
          }
          rule counted {
            by account
            pattern a{3} -> b within 1h
            define a: Payment where amount < 0.40  b: Payment where amount > 100.00
            alert "{last(a.card)}"
          }
          rule shared {
            by (account, card)
            pattern a+ -> (b | c) within 1h
            define
              a: Payment where amount < 0.40
              b: Payment where amount > 100.00
              c: Payment where amount > 200.00
            alert "{count(a)}"
          }
          rule every {
            by account
            pattern a ~> b ~> c within 1h
            define
              a: Payment where amount < 0.40
              b: Payment where amount > 0.60
              c: Payment where amount > 100.00
            after match skip none
            alert ""
          }
          rule first {
            by card
            pattern not n -> [10m] a -> b within 1h
            define
              n: Login
              a: Payment where amount < 0.40
              b: Payment where amount > 100.00
            alert ""
          }
          rule windows {
            on Payment by card
            when spent > 10000.00 or calls > 100000 or most > 100.00 or who > 1000
              or half > 100.00 or today > 100000 or about > 1000 or high > 100 or steps > 100000 or latest = "?"
              or count(where amount < this.amount) over 5m > 10000
            alert ""
          }
          rule once {
            on Payment by card when amount > 0.90 alert "" once per 1h
          }
          """;

  private final MemoryStorage storage = MemoryStorage.keeping();
  private final List<Stored> all = new ArrayList<>();

  private record Stored(KeyName key, long id, KeyState state) {}

  @BeforeEach
  void fill() throws InterruptedException {
    try (Engine engine = TestEngine.open(TestEngine.settings(2), storage)) {
      engine.deploy(TestEngine.SET, RULES, TestRules.compile(RULES));
      TestEngine.feed(engine, TestEvent.stream(7, 600), 7);
      engine.checkpoint();
    }
    storage.states().forEachKey((key, id, state) -> all.add(new Stored(key, id, state)));
  }

  private StoredStates states(int most) {
    return StoredStates.of(
        storage.states().lastCheckpoint(),
        storage.ruleVersions(),
        (name, text) -> TestRules.compile(text),
        new Settings(most, true));
  }

  private static StoredState tell(StoredStates states, Stored stored) {
    return states.tell(stored.key(), stored.id(), stored.state());
  }

  @Test
  void everyKindIsToldWithAllItsPartialMatches() {
    StoredStates states = states(1_000_000);
    Set<String> kinds = new HashSet<>();
    Set<String> windows = new HashSet<>();
    for (Stored stored : all) {
      switch (tell(states, stored)) {
        case StoredState.OfRule rule -> {
          kinds.add(rule.matching());
          assertThat(rule.holds().partialMatchCount()).isEqualTo(stored.state().runs());
          assertThat(rule.holds().partialMatches()).hasSize(stored.state().runs());
          rule.holds()
              .partialMatches()
              .forEach(each -> assertThat(each.events()).hasSize(each.eventCount()));
          assertThat(rule.holds().kept()).hasSize(rule.holds().keptCount());
          assertThat(rule.until()).isEqualTo(stored.state().deadline());
        }
        case StoredState.OfWindow window -> {
          assertThat(window.rows()).isPositive();
          window.values().forEach(value -> windows.add(value.name()));
        }
        default -> throw new AssertionError(stored);
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder("each", "chain", "counted", "shared", "enumerated");
    assertThat(windows)
        .containsExactlyInAnyOrder(
            "spent", "calls", "most", "who", "half", "today", "about", "high", "steps", "latest");
    assertThat(states.heapBytes()).as("nothing is left in memory").isZero();
    List<StoredState> named = new ArrayList<>();
    storage.states().forEach((id, key, value) -> states.tell(id, key, value).ifPresent(named::add));
    assertThat(named).isNotEmpty().allMatch(each -> each instanceof StoredState.OncePerAlert);
  }

  @Test
  void noMoreIsToldThanIsAskedFor() {
    StoredStates states = states(1);
    int[] leftOut = {0};
    for (Stored stored : all) {
      if (tell(states, stored) instanceof StoredState.OfRule rule) {
        assertThat(rule.holds().partialMatches()).hasSizeLessThanOrEqualTo(1);
        assertThat(rule.holds().kept()).hasSizeLessThanOrEqualTo(1);
        leftOut[0] += rule.holds().partialMatchCount() - rule.holds().partialMatches().size();
      }
    }
    assertThat(leftOut[0]).isPositive();
  }

  /** Whatever is in a state, it is read, or said to be none; and the next one is read as before. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damageIsSaidToBeDamage(long seed) {
    Random random = new Random(seed);
    StoredStates states = states(10);
    List<StoredState> before = all.stream().map(each -> tell(states, each)).toList();
    int refused = 0;
    for (int i = 0; i < 30 * all.size(); i++) {
      Stored stored = all.get(random.nextInt(all.size()));
      byte[] damaged = damaged(stored.state().value(), random);
      KeyState state = new KeyState(stored.state().deadline(), stored.state().runs(), damaged);
      try {
        assertThat(states.tell(stored.key(), stored.id(), state)).isNotNull();
      } catch (StorageException e) {
        refused++;
        assertThat(Objects.requireNonNull(e.getCause()))
            .as("change %d, of %s", i, before.get(all.indexOf(stored)).getClass())
            .isExactlyInstanceOf(IllegalArgumentException.class);
      }
      assertThat(states.heapBytes()).as("after change %d", i).isZero();
    }
    assertThat(refused).isGreaterThan(all.size());
    assertThat(all.stream().map(each -> tell(states, each)).toList()).isEqualTo(before);
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
      default -> {
        int at = random.nextInt(bytes.length);
        byte with = random.nextBoolean() ? (byte) 0xFF : 0x7F;
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), with);
      }
    }
    return bytes;
  }
}
