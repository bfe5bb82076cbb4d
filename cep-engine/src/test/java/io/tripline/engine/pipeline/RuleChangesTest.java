package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of keys and states in a worker's memory when rules come and go. */
final class RuleChangesTest {
  private static final String TYPES = TestRules.PAYMENT_TEXT + TestRules.LOGIN_TEXT;

  private static final String LATE_TYPES =
      TYPES.replace("@time\n  card    string?", "@time(lateness 5s)\n  card    string?");

  private static String rule(String name, String key) {
    return """
    rule %s {
      by %s
      pattern a -> b  within 1h
      define
        a: Payment where amount < 50
        b: Payment where amount >= 50
      alert "x"
    }
    """
        .formatted(name, key);
  }

  private static String withLogin(String name) {
    return """
    rule %s {
      by card
      pattern a -> b  within 1h
      define
        a: Login
        b: Payment where amount >= 50
      alert "x"
    }
    """
        .formatted(name);
  }

  private final OneWorker world = new OneWorker();

  private static List<TestEvent> payments(int keys, long time, long amount) {
    return IntStream.range(0, keys)
        .mapToObj(k -> TestEvent.payment("p" + k, time, "card-" + k, k, amount))
        .toList();
  }

  @Test
  void rulesOfOneKeyShareATable() {
    world.deploy(TYPES + rule("one", "card") + rule("two", "card") + rule("other", "account"));
    world.feed(payments(500, 1_000, 10_00));
    assertThat(world.worker().keyStates()).isEqualTo(1_500);
    assertThat(world.running().groups().groups()).hasSize(2);
    assertThat(world.worker().lookUps()).isEqualTo(1_000);
  }

  @Test
  void aRuleThatJoinsTypesSharesWithThoseOfEither() {
    world.deploy(TYPES + rule("one", "card") + withLogin("two"));
    assertThat(world.running().groups().groups()).hasSize(1);
    world.feed(payments(10, 1_000, 10_00));
    world.feed(List.of(TestEvent.login(1_000, "card-3")));
    world.feed(payments(10, 1_001, 60_00));
    assertThat(world.matches()).hasSize(11);
  }

  @Test
  void whatARuleThatGoesHasLeftIsRemovedBitByBit() {
    String one = TYPES + rule("one", "card");
    world.deploy(one + rule("two", "card") + rule("three", "card") + rule("four", "card"));
    world.feed(payments(500, 1_000, 10_00));
    long all = world.worker().bytes();
    world.deploy(one);
    assertThat(world.worker().keyStates()).isEqualTo(500);
    world.silence(3);
    assertThat(world.worker().bytes()).isLessThan(all - 500 * 90);
    world.feed(payments(500, 1_001, 60_00));
    assertThat(world.matches()).hasSize(500);
    assertThat(world.blocks()).isZero();
  }

  @Test
  void aGroupWithoutRulesGoesToo() {
    world.deploy(TYPES + rule("one", "card") + rule("other", "account"));
    world.feed(payments(500, 1_000, 10_00));
    world.deploy(TYPES);
    world.silence(5);
    assertThat(world.blocks()).isZero();
    assertThat(world.worker().bytes()).isZero();
  }

  @Test
  void aKeptRuleGoesOnAmongOthers() {
    world.deploy(TYPES + rule("m", "card"));
    world.feed(payments(300, 1_000, 10_00));
    world.deploy(TYPES + rule("a", "card") + rule("m", "card") + rule("z", "card"));
    world.feed(payments(300, 1_001, 60_00));
    assertThat(world.matches()).hasSize(300).allMatch(match -> match.rule().name().equals("m"));
    world.feed(payments(300, 1_002, 10_00));
    world.deploy(TYPES + rule("m", "card"));
    world.deploy(TYPES + rule("m", "card") + rule("new", "card"));
    world.feed(payments(300, 1_003, 60_00));
    assertThat(world.matches()).hasSize(600).allMatch(match -> match.rule().name().equals("m"));
    world.silence(3);
    assertThat(world.blocks()).isZero();
  }

  @Test
  void aRuleThatGetsALatenessTakesItsStatesAlong() {
    world.deploy(TYPES + rule("one", "card") + rule("two", "card"));
    world.feed(payments(300, 1_000, 10_00));
    long before = world.worker().bytes();
    world.deploy(LATE_TYPES + rule("one", "card") + rule("two", "card"));
    assertThat(world.running().lanes().count()).isEqualTo(2);
    assertThat(world.worker().keyStates()).isEqualTo(600);
    world.silence(3);
    assertThat(world.worker().bytes()).isEqualTo(before);
    world.feed(payments(300, 1_001, 60_00));
    assertThat(world.matches()).as("they wait for their turn").isEmpty();
    world.feed(List.of(TestEvent.payment("last", 10_000, null, 1, 10_00)));
    assertThat(world.matches()).hasSize(600);
    assertThat(world.blocks()).isZero();
  }

  @Test
  void theStoreHearsOfWhatWentBeforeItsGroupDid() throws InterruptedException {
    world.deploy(TYPES + rule("one", "card"));
    world.feed(payments(3, 1_000, 10_00));
    assertThat(world.checkpoint()).hasSize(3).noneMatch(change -> change.state() == null);
    world.feed(payments(2, 1_001, 60_00));
    assertThat(world.matches()).hasSize(2);
    world.deploy(LATE_TYPES + rule("one", "card"));
    world.silence(5);
    assertThat(world.checkpoint()).hasSize(2).allMatch(change -> change.state() == null);
    assertThat(world.checkpoint()).isEmpty();
  }
}
