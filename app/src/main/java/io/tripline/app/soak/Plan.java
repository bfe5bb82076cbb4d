package io.tripline.app.soak;

import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happens in a round, whether servers are killed or not: events, and changes between them. */
final class Plan {
  static final String RULE_SET = "soak";

  private static final Pattern RULE = Pattern.compile("(?ms)^rule (\\w+) \\{.*?^\\}\\n");
  private static final Pattern TEST = Pattern.compile("(?ms)^test .*?^\\}\\n");
  private static final String PATH = "/v1/rulesets/" + RULE_SET;
  private static final int CHANGES = 9;
  private static final int EVENTS_OF_A_CARD = 20;
  private static final double FRAUD = 0.05;

  private final List<String> events = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  /**
   * @param text of a rule set for the events of the generator; its tests are left out, as they need
   *     all rules
   * @param seed the same gives the same plan
   */
  Plan(String text, int count, long seed) {
    String rules = TEST.matcher(text).replaceAll("");
    new PaymentWorld(WorldSettings.of(count, Math.max(1, count / EVENTS_OF_A_CARD), seed, FRAUD))
        .lines()
        .forEachRemaining(events::add);
    Random random = new Random(seed);
    TreeSet<Integer> places = new TreeSet<>();
    while (places.size() < CHANGES) {
      places.add(1 + random.nextInt(count - 1));
    }
    changes.add(new Change(0, "PUT", PATH, rules, 1));
    String running = rules;
    int version = 1;
    for (int place : places) {
      String deployed = random.nextInt(3) == 0 ? without(rules, random) : running;
      if (!deployed.equals(running) || random.nextInt(4) == 0 && !running.equals(rules)) {
        running = deployed.equals(running) ? rules : deployed;
        String start = random.nextBoolean() ? "?start=warm" : "";
        changes.add(new Change(place, "PUT", PATH + start, running, ++version));
      } else {
        changes.add(modeChange(place, names(running), random));
      }
    }
  }

  private static Change modeChange(int place, List<String> names, Random random) {
    String of =
        random.nextInt(3) == 0 ? PATH : PATH + "/rules/" + names.get(random.nextInt(names.size()));
    return switch (random.nextInt(6)) {
      case 0 -> new Change(place, "POST", of + "/pause", "", 0);
      case 1 -> new Change(place, "POST", of + "/resume", "", 0);
      case 2 -> mode(place, of, "shadow");
      case 3 -> mode(place, of, "sample " + (10 + random.nextInt(80)) + "%");
      default -> mode(place, of, "live");
    };
  }

  private static Change mode(int place, String of, String mode) {
    return new Change(place, "PUT", of + "/mode", "{\"mode\": \"" + mode + "\"}", 0);
  }

  private static List<String> names(String rules) {
    return RULE.matcher(rules).results().map(rule -> rule.group(1)).toList();
  }

  /** The rules without one of them. */
  private static String without(String rules, Random random) {
    List<String> names = names(rules);
    Matcher rule = RULE.matcher(rules);
    for (int i = random.nextInt(Math.max(1, names.size())); rule.find(); i--) {
      if (i == 0) {
        return rules.substring(0, rule.start()) + rules.substring(rule.end());
      }
    }
    return rules;
  }

  /** Lines of JSON, in their order. */
  List<String> events() {
    return events;
  }

  /** In their order, each at another place; the first deploys the rules. */
  List<Change> changes() {
    return changes;
  }
}
