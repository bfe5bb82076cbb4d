package io.tripline.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the alerts of a contender: counts them, and sums a hash of each, so that the answers of two
 * contenders can be compared after every timed run, whatever the order in which alerts of one event
 * came. An alert is a rule, a key and the numbers of its events, variable by variable in the order
 * of the pattern. Not thread-safe.
 */
public final class Tally {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final boolean keeping;
  private final List<String> kept = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private long alerts;
  private long events;
  private long checksum;
  private long hash;

  private Tally(boolean keeping) {
    this.keeping = keeping;
  }

  /** One that only counts and sums. */
  public static Tally counting() {
    return new Tally(false);
  }

  /** One that keeps the text of each alert, too. */
  public static Tally keeping() {
    return new Tally(true);
  }

  /** An empty one of the same kind. */
  public Tally another() {
    return new Tally(keeping);
  }

  /** Adds what another has taken. */
  public void addAll(Tally other) {
    alerts += other.alerts;
    events += other.events;
    checksum += other.checksum;
    kept.addAll(other.kept);
  }

  /** Begins an alert. */
  public Tally alert(String rule, String key) {
    hash = rule.hashCode() * PRIME + key.hashCode();
    if (keeping) {
      text.setLength(0);
      text.append(rule).append(' ').append(key).append(':');
    }
    return this;
  }

  /** Adds an event to the alert. */
  public Tally event(long number) {
    hash = Long.rotateLeft(hash, 17) * PRIME + number;
    events++;
    if (keeping) {
      text.append(' ').append(number);
    }
    return this;
  }

  /** Ends the alert. */
  public void end() {
    alerts++;
    checksum += (hash ^ hash >>> 31) * PRIME;
    if (keeping) {
      kept.add(text.toString());
    }
  }

  public long alerts() {
    return alerts;
  }

  /** Events of all alerts. */
  public long events() {
    return events;
  }

  /** The same for the same alerts, in any order. */
  public long checksum() {
    return checksum;
  }

  /** The alerts' texts, sorted. */
  public List<String> kept() {
    return kept.stream().sorted().toList();
  }
}
