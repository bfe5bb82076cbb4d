package io.tripline.app.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that is done to an engine. What it is follows from the seed and its place alone, so
 * that a process that takes over after another one was killed goes on with the same.
 *
 * @param name of the list or table that is changed; else empty
 * @param body what is given: an event, entries as JSON lines, rules, or the key to remove
 * @param entries that a change brings, by key
 */
record Step(Kind kind, String name, String body, Map<String, String> entries) {
  /** What is done. */
  enum Kind {
    DEPLOY,
    EVENT,
    ASK,
    WRONG,
    FILL,
    ADD,
    REMOVE,
    MODE,
    CHECKPOINT
  }

  private static final int CARDS = 6;

  /** So many rows take several pieces of the ring, and of the journal. */
  private static final int MANY = 4_000;

  private static final String RULES =
      """
      event Payment { id string @id  time timestamp @time  card string  amount decimal(2)  merchant string }
      event Visit { id string @id  time timestamp @time(lateness 1s)  card string }
      event Profile { id string @id  time timestamp @time  card string  tier int }
      list bad of string
      table limits key card { daily int }
      table tiers key card from Profile { tier int }
      feature spent = sum(Payment.amount) by card over 1h

      rule listed {
        on Payment by card
        when merchant in bad
        alert "{merchant} {limits[card].daily} {tiers[card].tier} {spent}" score 70
        once per 2m
        decide decline
      }
      rule beyond {
        on Payment by card
        when spent > limits[card].daily
        alert "{spent} of {limits[card].daily}" with tier = tiers[card].tier
        decide review
      }
      rule pair {
        by merchant
        pattern small -> large  within 10m
        define
          small: Payment where amount < 100.00
          large: Payment where amount > 800.00 and limits[card].daily > 3000
        alert "{small.card} {large.card}"
        decide approve
      }
      """;

  boolean isEvent() {
    return kind == Kind.EVENT || kind == Kind.ASK;
  }

  boolean isChange() {
    return kind == Kind.FILL || kind == Kind.ADD || kind == Kind.REMOVE;
  }

  /** More than fits into one slot of the ring. */
  boolean isLarge() {
    return entries.size() == MANY;
  }

  static List<Step> of(long seed, int count) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    steps.add(plain(Kind.DEPLOY, RULES));
    addEachDecision(steps);
    for (int i = steps.size(); i < count; i++) {
      if (i == count / 2) {
        steps.add(plain(Kind.DEPLOY, RULES.replace("amount > 800.00", "amount > 700.00")));
      }
      int roll = random.nextInt(100);
      if (roll < 70) {
        steps.add(given(random, i, roll));
      } else if (roll < 73) {
        steps.add(mode(random));
      } else if (roll < 78) {
        steps.add(plain(Kind.CHECKPOINT, ""));
      } else if (roll < 84) {
        steps.add(limits(Kind.FILL, random, MANY));
      } else if (roll < 88) {
        steps.add(limits(Kind.ADD, random, random.nextBoolean() ? 3 : MANY));
      } else if (roll < 94) {
        steps.add(bad(random.nextBoolean() ? Kind.FILL : Kind.ADD, random));
      } else if (random.nextBoolean()) {
        steps.add(new Step(Kind.REMOVE, "bad", "m" + random.nextInt(CARDS), Map.of()));
      } else {
        steps.add(new Step(Kind.REMOVE, "limits", "c" + random.nextInt(CARDS), Map.of()));
      }
    }
    return steps;
  }

  /** What leads to each decision, whatever chance brings later: else a run might show little. */
  private static void addEachDecision(List<Step> steps) {
    steps.add(new Step(Kind.FILL, "bad", "{\"value\":\"m0\"}\n", Map.of("m0", "")));
    String limit = "{\"card\":\"c0\",\"daily\":0}\n";
    steps.add(new Step(Kind.FILL, "limits", limit, Map.of("c0", "0")));
    steps.add(plain(Kind.ASK, payment(steps.size(), "c1", 10, "m0")));
    steps.add(plain(Kind.ASK, payment(steps.size(), "c0", 10, "m1")));
    steps.add(plain(Kind.ASK, payment(steps.size(), "c1", 10, "m1")));
  }

  /** Another mode for a rule, or for all, or an end of all pauses. */
  private static Step mode(Random random) {
    List<String> rules = List.of("", "listed", "beyond", "pair");
    List<String> modes =
        List.of("live", "live", "shadow", "sample 50%", "sample 80%", "pause", "resume", "resume");
    String mode = modes.get(random.nextInt(modes.size()));
    // Not all at once for long: there is to be something to compare.
    String rule =
        switch (mode) {
          case "resume" -> "";
          case "pause", "shadow" -> rules.get(1 + random.nextInt(3));
          default -> rules.get(random.nextInt(4));
        };
    return new Step(Kind.MODE, rule, mode, Map.of());
  }

  /** An event; among those of which nothing is asked some that come too late, or are none. */
  private static Step given(Random random, int i, int roll) {
    if (roll < 5) {
      return plain(Kind.WRONG, "{\"type\":\"Payment\",\"id\":\"w%d\"}".formatted(i));
    }
    if (roll < 11) {
      long time = time(i) - 300_000;
      return plain(
          Kind.EVENT,
          "{\"type\":\"Visit\",\"id\":\"v%d\",\"time\":%d,\"card\":\"c\"}".formatted(i, time));
    }
    return plain(roll < 37 ? Kind.EVENT : Kind.ASK, event(random, i));
  }

  private static long time(int i) {
    return 1_767_225_600_000L + i * 20_000L;
  }

  private static Step plain(Kind kind, String body) {
    return new Step(kind, "", body, Map.of());
  }

  private static String event(Random random, int i) {
    long time = time(i);
    String card = "c" + random.nextInt(CARDS);
    return random.nextInt(6) == 0
        ? "{\"type\":\"Profile\",\"id\":\"t%d\",\"time\":%d,\"card\":\"%s\",\"tier\":%d}"
            .formatted(i, time, card, random.nextInt(9))
        : payment(i, card, random.nextInt(1_000), "m" + random.nextInt(CARDS));
  }

  private static String payment(int i, String card, int amount, String merchant) {
    return "{\"type\":\"Payment\",\"id\":\"p%d\",\"time\":%d,\"card\":\"%s\",\"amount\":%d.25,\"merchant\":\"%s\"}"
        .formatted(i, time(i), card, amount, merchant);
  }

  private static Step limits(Kind kind, Random random, int rows) {
    Map<String, String> entries = new TreeMap<>();
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      String card = "c" + (rows == MANY ? i : random.nextInt(CARDS));
      if (!entries.containsKey(card)) {
        String daily = Integer.toString(random.nextInt(6_000));
        entries.put(card, daily);
        body.append("{\"card\":\"%s\",\"daily\":%s}\n".formatted(card, daily));
      }
    }
    return new Step(kind, "limits", body.toString(), entries);
  }

  private static Step bad(Kind kind, Random random) {
    Map<String, String> entries = new TreeMap<>();
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      String merchant = "m" + random.nextInt(CARDS);
      if (entries.put(merchant, "") == null) {
        body.append("{\"value\":\"%s\"}\n".formatted(merchant));
      }
    }
    return new Step(kind, "bad", body.toString(), entries);
  }

  /** What lists and tables hold after the first so many steps: the values, by name and key. */
  static SortedMap<String, String> contentsAfter(List<Step> steps, int count) {
    SortedMap<String, String> contents = new TreeMap<>();
    for (Step step : steps.subList(0, count)) {
      if (step.kind == Kind.FILL) {
        contents.keySet().removeIf(key -> key.startsWith(step.name + "/"));
      }
      if (step.kind == Kind.REMOVE) {
        contents.remove(step.name + "/" + step.body);
      }
      step.entries.forEach((key, value) -> contents.put(step.name + "/" + key, value));
    }
    return contents;
  }
}
