package io.tripline.benchmarks.workload;

import java.util.List;

/**
 * A rule as data, so that each contender can be given it in its own words: a sequence of payments
 * of one key, each the first later one that satisfies its step; the whole within a time; and after
 * a match, none that contains an event at or before its last.
 *
 * @param withinMillis the most between the first and the last event, inclusive
 */
public record RuleSpec(String name, Field key, List<Step> steps, long withinMillis) {
  public RuleSpec {
    steps = List.copyOf(steps);
  }

  /** Whether a payment satisfies the first step. */
  public boolean begins(Payment payment) {
    return steps.getFirst().conditions().stream().allMatch(c -> holds(c, payment));
  }

  private static boolean holds(Condition condition, Payment payment) {
    Object value = condition.field().of(payment);
    return switch (condition) {
      case Text text -> value.equals(text.value()) == (text.comparison() == Comparison.EQUAL);
      case Number number -> {
        int order = Long.compare((Long) value, number.value());
        yield switch (number.comparison()) {
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
          case LESS -> order < 0;
          case MORE -> order > 0;
        };
      }
      case Earlier earlier -> throw new IllegalStateException("nothing is earlier: " + earlier);
    };
  }

  /** A field of a payment. */
  public enum Field {
    CARD,
    MERCHANT,
    DEVICE,
    COUNTRY,
    MCC,
    CHANNEL,
    CENTS,
    APPROVED;

    /** Its value in a payment. */
    public Object of(Payment payment) {
      return switch (this) {
        case CARD -> payment.getCard();
        case MERCHANT -> payment.getMerchant();
        case DEVICE -> payment.getDevice();
        case COUNTRY -> payment.getCountry();
        case MCC -> (long) payment.getMcc();
        case CHANNEL -> (long) payment.getChannel();
        case CENTS -> payment.getCents();
        case APPROVED -> payment.isApproved() ? 1L : 0L;
      };
    }

    /** Whether its values are texts; else they are whole numbers. */
    public boolean isText() {
      return ordinal() <= COUNTRY.ordinal();
    }
  }

  /** One event of the sequence: all of these hold for it. */
  public record Step(List<Condition> conditions) {
    public Step {
      conditions = List.copyOf(conditions);
    }

    static Step of(Condition... conditions) {
      return new Step(List.of(conditions));
    }
  }

  /** What is asked of one event. */
  public sealed interface Condition {
    Field field();

    Comparison comparison();
  }

  /** Asks how two values compare. */
  public enum Comparison {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    MORE(">");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** As rules, and SQL, write it. */
    public String sign() {
      return sign;
    }
  }

  /** Compares a field with a text. */
  public record Text(Field field, Comparison comparison, String value) implements Condition {}

  /** Compares a field with a number; money is in cents, and approved is 1. */
  public record Number(Field field, Comparison comparison, long value) implements Condition {}

  /** Compares a field with the same field of an earlier step, that multiplied. */
  public record Earlier(Field field, Comparison comparison, int step, long factor)
      implements Condition {}
}
