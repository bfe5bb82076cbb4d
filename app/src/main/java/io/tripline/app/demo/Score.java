package io.tripline.app.demo;

import io.tripline.app.demo.Labels.Episode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds what was alerted against what is true. Not thread-safe. */
final class Score {
  private final Labels labels;
  private final Map<String, PerRule> rules = new TreeMap<>();
  private final Set<Episode> flagged = new HashSet<>();

  Score(Labels labels) {
    this.labels = labels;
  }

  private static final class PerRule {
    private int alerts;
    private final Set<Episode> frauds = new HashSet<>();
    private final Set<Episode> lookAlikes = new HashSet<>();
  }

  /** Makes a rule appear even if it never fires. */
  void expect(String rule) {
    of(rule);
  }

  private PerRule of(String rule) {
    return rules.computeIfAbsent(rule, name -> new PerRule());
  }

  /**
   * Counts an alert.
   *
   * @param events ids of all events that it is made of
   */
  void count(String rule, List<String> events) {
    PerRule mine = of(rule);
    mine.alerts++;
    for (String event : events) {
      Episode episode = labels.of(event);
      if (episode != null) {
        (episode.fraud() ? mine.frauds : mine.lookAlikes).add(episode);
        flagged.add(episode);
      }
    }
  }

  /** Lines of the final table. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("rule", "alerts", "frauds caught", "look-alikes flagged"));
    int alerts = 0;
    for (Map.Entry<String, PerRule> each : rules.entrySet()) {
      PerRule rule = each.getValue();
      alerts += rule.alerts;
      lines.add(
          row(
              each.getKey(),
              number(rule.alerts),
              number(rule.frauds.size()),
              number(rule.lookAlikes.size())));
    }
    lines.add(row("all", number(alerts), found(true), found(false)));
    return lines;
  }

  /** The frauds that no rule caught, by scenario, such as {@code 2 mule, 1 stolen_card}. */
  Optional<String> missed() {
    Map<String, Long> byScenario =
        labels.episodes().stream()
            .filter(episode -> episode.fraud() && !flagged.contains(episode))
            .collect(
                Collectors.groupingBy(
                    episode -> episode.scenario().label(), TreeMap::new, Collectors.counting()));
    return byScenario.isEmpty()
        ? Optional.empty()
        : Optional.of(
            byScenario.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", ")));
  }

  private String found(boolean fraud) {
    int all = 0;
    for (Episode episode : labels.episodes()) {
      all += episode.fraud() == fraud ? 1 : 0;
    }
    long caught = flagged.stream().filter(episode -> episode.fraud() == fraud).count();
    return String.format(Locale.ROOT, "%,d of %,d", caught, all);
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String row(String rule, String alerts, String frauds, String lookAlikes) {
    return String.format(Locale.ROOT, "%-20s %8s  %16s  %20s", rule, alerts, frauds, lookAlikes);
  }
}
