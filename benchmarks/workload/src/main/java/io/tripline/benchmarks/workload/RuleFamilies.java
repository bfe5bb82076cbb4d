package io.tripline.benchmarks.workload;

import static io.tripline.benchmarks.workload.RuleSpec.Comparison.EQUAL;
import static io.tripline.benchmarks.workload.RuleSpec.Comparison.LESS;
import static io.tripline.benchmarks.workload.RuleSpec.Comparison.MORE;
import static io.tripline.benchmarks.workload.RuleSpec.Comparison.NOT_EQUAL;
import static io.tripline.benchmarks.workload.RuleSpec.Field.APPROVED;
import static io.tripline.benchmarks.workload.RuleSpec.Field.CARD;
import static io.tripline.benchmarks.workload.RuleSpec.Field.CENTS;
import static io.tripline.benchmarks.workload.RuleSpec.Field.CHANNEL;
import static io.tripline.benchmarks.workload.RuleSpec.Field.COUNTRY;
import static io.tripline.benchmarks.workload.RuleSpec.Field.DEVICE;
import static io.tripline.benchmarks.workload.RuleSpec.Field.MCC;
import static io.tripline.benchmarks.workload.RuleSpec.Field.MERCHANT;

import io.tripline.benchmarks.workload.RuleSpec.Earlier;
import io.tripline.benchmarks.workload.RuleSpec.Number;
import io.tripline.benchmarks.workload.RuleSpec.Step;
import io.tripline.benchmarks.workload.RuleSpec.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Many rules, as a bank has them: six families, in each the same thought for one merchant,
 * category, country, band of amounts. Their first conditions are equalities and ranges; few rules
 * are concerned by one payment. Some are by card, some by merchant, some by device.
 */
public final class RuleFamilies {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private RuleFamilies() {}

  /** That many rules; the first of a larger number are not those of a smaller one. */
  public static List<RuleSpec> rules(int count) {
    List<RuleSpec> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(rule(i, i / 6));
    }
    return List.copyOf(rules);
  }

  private static RuleSpec rule(int index, int i) {
    return switch (index % 6) {
      case 0 -> merchantDrained(i);
      case 1 -> categoryGrows(i);
      case 2 -> cashAbroad(i);
      case 3 -> bandThenDeclined(i);
      case 4 -> categoryAbroad(i);
      default -> deviceMovesOn(i);
    };
  }

  /** A small payment at a merchant, then a large one there with a card of another country. */
  private static RuleSpec merchantDrained(int i) {
    Text here = new Text(MERCHANT, EQUAL, PaymentStream.merchant(17 * i % PaymentStream.MERCHANTS));
    return new RuleSpec(
        "merchant_drained_" + i,
        MERCHANT,
        List.of(
            Step.of(here, new Number(CENTS, LESS, 500)),
            Step.of(here, new Number(CENTS, MORE, 30_000), new Earlier(COUNTRY, NOT_EQUAL, 0, 1))),
        6 * HOUR);
  }

  /** Two payments of one category on a card, the second more than four times the first. */
  private static RuleSpec categoryGrows(int i) {
    Number of = new Number(MCC, EQUAL, PaymentStream.category(7 * i % PaymentStream.CATEGORIES));
    return new RuleSpec(
        "category_grows_" + i,
        CARD,
        List.of(
            Step.of(of, new Number(CENTS, MORE, 1_500 + 10 * i)),
            Step.of(of, new Earlier(CENTS, MORE, 0, 4))),
        2 * HOUR);
  }

  /** Cash in one country, then much in another. */
  private static RuleSpec cashAbroad(int i) {
    Number cash = new Number(CHANNEL, EQUAL, Payment.ATM);
    Text in = new Text(COUNTRY, EQUAL, PaymentStream.country(i % PaymentStream.COUNTRIES));
    return new RuleSpec(
        "cash_abroad_" + i,
        CARD,
        List.of(
            Step.of(cash, in, new Number(CENTS, MORE, 1_000 + 20 * i)),
            Step.of(cash, new Number(CENTS, MORE, 10_000), new Earlier(COUNTRY, NOT_EQUAL, 0, 1))),
        HOUR);
  }

  /** A band of amounts in a web shop, then as much declined, in another country. */
  private static RuleSpec bandThenDeclined(int i) {
    long from = 1_500 + 1_000L * i;
    return new RuleSpec(
        "band_then_declined_" + i,
        CARD,
        List.of(
            Step.of(
                new Number(CHANNEL, EQUAL, Payment.ECOM),
                new Number(CENTS, MORE, from),
                new Number(CENTS, LESS, from + 1_000)),
            Step.of(
                new Number(APPROVED, EQUAL, 0),
                new Number(CENTS, MORE, from),
                new Earlier(COUNTRY, NOT_EQUAL, 0, 1))),
        HOUR);
  }

  /** One event: a category in a country, above a threshold. */
  private static RuleSpec categoryAbroad(int i) {
    return new RuleSpec(
        "category_abroad_" + i,
        CARD,
        List.of(
            Step.of(
                new Number(MCC, EQUAL, PaymentStream.category(11 * i % PaymentStream.CATEGORIES)),
                new Text(COUNTRY, EQUAL, PaymentStream.country(i % PaymentStream.COUNTRIES)),
                new Number(CENTS, MORE, 5_000 + 100 * i))),
        MINUTE);
  }

  /** A device shops in one category, then elsewhere, declined, with a card of another country. */
  private static RuleSpec deviceMovesOn(int i) {
    Number shop = new Number(CHANNEL, EQUAL, Payment.ECOM);
    return new RuleSpec(
        "device_moves_on_" + i,
        DEVICE,
        List.of(
            Step.of(
                shop,
                new Number(MCC, EQUAL, PaymentStream.category(13 * i % PaymentStream.CATEGORIES))),
            Step.of(
                shop,
                new Number(APPROVED, EQUAL, 0),
                new Number(CENTS, MORE, 5_000),
                new Earlier(MERCHANT, NOT_EQUAL, 0, 1),
                new Earlier(COUNTRY, NOT_EQUAL, 0, 1))),
        HOUR);
  }

  /** How many of the rules one payment begins, on average. */
  public static double begun(List<RuleSpec> rules, Payment[] payments) {
    long begun = 0;
    for (Payment payment : payments) {
      for (RuleSpec rule : rules) {
        if (rule.begins(payment)) {
          begun++;
        }
      }
    }
    return (double) begun / payments.length;
  }
}
