package io.tripline.benchmarks.latency;

import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.RuleFamilies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rules to be deployed beside those that are measured. */
enum HotRules {
  /** Those of a bank, by card, merchant and device; few of them are concerned by one payment. */
  FAMILIES {
    @Override
    List<String> texts(int count, String name) {
      List<String> texts = new ArrayList<>();
      for (String text : Rules.texts(RuleFamilies.rules(count))) {
        texts.add(text.replaceFirst("rule ", "rule " + name + "_"));
      }
      return texts;
    }
  },

  /**
   * The same, but one in ten reads a window, and one in 250 one that none before it reads: then all
   * events of the type have one more value, and some of them one more key.
   */
  WINDOWS {
    @Override
    List<String> texts(int count, String name) {
      List<String> texts = new ArrayList<>(FAMILIES.texts(count, name));
      for (int i = WINDOW_EVERY - 1; i < count; i += WINDOW_EVERY) {
        texts.set(i, overWindow(i, name));
      }
      return texts;
    }
  },

  /** All with nearly the same first step, so that one small payment begins hundreds of matches. */
  CROWDED {
    @Override
    List<String> texts(int count, String name) {
      return IntStream.range(0, count).mapToObj(i -> crowded(i, name)).toList();
    }
  };

  private static final int WINDOW_EVERY = 10;
  private static final int RULES_OF_A_WINDOW = 250;
  private static final String[] KEYS = {"card", "merchant", "device", "account"};

  /**
   * So many different rules.
   *
   * @param name in front of the name of each
   */
  abstract List<String> texts(int count, String name);

  private static String overWindow(int number, String name) {
    int window = number / RULES_OF_A_WINDOW;
    return """
    rule %s_window_%d {
      severity low
      on Payment by %s
      when mcc = %d and sum(amount) over %dm > %d.00
      alert "hot"
    }
    """
        .formatted(
            name,
            number,
            KEYS[window % KEYS.length],
            5_000 + number % 300,
            10 + window,
            5_000 + number);
  }

  private static String crowded(int number, String name) {
    return """
    rule %s_%d {
      severity low
      by card
      pattern a -> b within %ds
      define
        a: Payment where amount < %d.%02d
        b: Payment where amount > %d.%02d and mcc = %d
      alert "hot"
    }
    """
        .formatted(
            name,
            number,
            60 + number,
            1 + number / 100,
            number % 100,
            2_000 + number,
            number % 100,
            4_000 + number);
  }
}
