package io.tripline.engine.match;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.FeatureSlots;
import io.tripline.engine.event.Schema;
import io.tripline.engine.event.SchemaPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is compiled for a rule is made once, until events are laid out otherwise. */
final class ProgramCodeTest {
  private static final String PAYMENT =
      "event Payment { time timestamp @time card string x int }\n";
  private static final RuleSet RULES =
      read(
          PAYMENT
              + "rule r { by card pattern a -> b within 1h define a: Payment where x > 1 "
              + "b: Payment where x > a.x alert \"\" }");
  private static final Program PROGRAM = Program.compile(RULES.rules().getFirst());

  private final ProgramCode code = PROGRAM.code(schema(1));

  private static RuleSet read(String text) {
    return requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile("rules.trip", text))).ruleSet());
  }

  private static Schema schema(int id, String... others) {
    List<RuleSet> sets = new ArrayList<>(List.of(RULES));
    for (String other : others) {
      sets.add(read(other));
    }
    return Schema.of(id, sets, Schema.Fields.DECLARED);
  }

  @Test
  void otherRulesOverTheSameEventsChangeNothing() {
    String same = PAYMENT + "rule s { on Payment by card when x > 7 alert \"\" }";
    assertThat(PROGRAM.code(schema(2, same))).isSameAs(code);
    String behind = "event Zebra { time timestamp @time }";
    assertThat(PROGRAM.code(schema(3, same, behind))).isSameAs(code);
  }

  @Test
  void aTypeWithAnotherNumberDoes() {
    String before = "event Account { time timestamp @time }";
    assertThat(PROGRAM.code(schema(2, before))).isNotSameAs(code);
  }

  @Test
  void aKeyBehindTheFieldsOrAFeatureOfOthersDoesNot() {
    String feature = PAYMENT + "rule s { on Payment by card when count() over 1h > 7 alert \"\" }";
    assertThat(PROGRAM.code(schema(2, feature))).isSameAs(code);
    String key = PAYMENT + "rule s { on Payment by x when x > 7 alert \"\" }";
    assertThat(PROGRAM.code(schema(3, key, feature))).isSameAs(code);
  }

  @Test
  void aKeyBeforeTheFieldsDoes() {
    Schema few = Schema.of(4, List.of(RULES), Schema.Fields.READ);
    ProgramCode before = PROGRAM.code(few);
    RuleSet key = read(PAYMENT + "rule s { on Payment by x when x > 7 alert \"\" }");
    Schema more = Schema.of(5, List.of(RULES, key), Schema.Fields.READ);
    assertThat(PROGRAM.code(more)).isNotSameAs(before);
  }

  @Test
  void aTypeMoreIsNoMatterToCodeButToMatchers() {
    String behind = "event Zebra { time timestamp @time }";
    assertThat(code.fits(schema(2, behind))).isTrue();
    assertThat(code.fitsMatcherOf(schema(2, behind))).isFalse();
    assertThat(code.fitsMatcherOf(schema(3))).isTrue();
  }

  // ---- features

  private static String counting(String rule, int hours) {
    String condition = "count() over " + hours + "h > 7";
    return PAYMENT + "rule " + rule + " { on Payment by card when " + condition + " alert \"\" }";
  }

  private static Schema after(Schema before, RuleSet... sets) {
    return Schema.after(
        before,
        before.id() + 1,
        Stream.of(sets).map(SchemaPart::of).toList(),
        Schema.Fields.DECLARED);
  }

  @Test
  void aFeatureStaysWhereItIsWhileOthersComeAndGo() {
    RuleSet read = read(counting("read", 9));
    RuleSet one = read(counting("one", 1));
    RuleSet five = read(counting("five", 5));
    Program program = Program.compile(read.rules().getFirst());
    Schema alone = after(Schema.EMPTY, read);
    ProgramCode of = program.code(alone);
    Schema withAll = after(alone, one, read, five);
    assertThat(program.code(withAll)).isSameAs(of);
    Schema withOne = after(withAll, one, read);
    assertThat(program.code(withOne)).isSameAs(of);
    assertThat(program.code(after(withOne, read, five))).isSameAs(of);
    // Nothing was there before them.
    assertThat(program.code(after(Schema.EMPTY, one, read, five))).isNotSameAs(of);
  }

  @Test
  void noTwoFeaturesEverShareAPlaceAndRoomIsGivenBack() {
    Random random = new Random(20261123);
    Schema schema = Schema.EMPTY;
    RuleSet[] all =
        IntStream.rangeClosed(1, 40)
            .mapToObj(hours -> read(counting("r" + hours, hours)))
            .toArray(RuleSet[]::new);
    for (int i = 0; i < 300; i++) {
      int most = 1 + random.nextInt(40);
      RuleSet[] some =
          random.ints(most, 0, all.length).distinct().mapToObj(n -> all[n]).toArray(RuleSet[]::new);
      schema = after(schema, some);
      FeatureSlots slots = schema.get("Payment").features();
      assertThat(slots.texts()).hasSize(some.length);
      assertThat(slots.texts().stream().map(slots::offset).distinct()).hasSize(some.length);
      assertThat(slots.texts().stream().map(slots::offset))
          .allMatch(offset -> offset < 0 && offset >= -slots.blank().length && offset % 8 == 0);
      // As much as was read at once, and half as much again at most since it was laid out.
      assertThat(slots.blank().length).isLessThanOrEqualTo(8 * 3 * all.length);
    }
    Schema one = after(after(schema, all), all[0]);
    assertThat(after(one, all[0]).get("Payment").features().blank()).hasSize(8);
  }
}
