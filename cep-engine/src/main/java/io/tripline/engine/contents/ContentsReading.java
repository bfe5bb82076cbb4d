package io.tripline.engine.contents;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.Schema;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lists and tables there are, as the head of a checkpoint tells: their entries are keyed
 * state.
 *
 * @param nextStateId the next id that entries are stored under
 * @param all sorted by name
 */
public record ContentsReading(long nextStateId, List<Named> all) {
  /** Ids from here on are those of entries. */
  public static final long FIRST_STATE_ID = 1L << 62;

  /** There are none yet. */
  public static final ContentsReading START = new ContentsReading(FIRST_STATE_ID, List.of());

  public ContentsReading {
    all = List.copyOf(all);
  }

  /**
   * A list or table.
   *
   * @param fingerprint of the form of its entries
   * @param generations the oldest first; more than one where some events are still to see what was
   *     there before it was replaced
   */
  public record Named(String name, long fingerprint, List<Generation> generations) {
    public Named {
      generations = List.copyOf(generations);
    }
  }

  /**
   * What it has from some place on.
   *
   * @param stateId under which its entries are stored
   * @param time where it begins: event time, ms
   * @param number where it begins: the last event before it
   * @param by who brought it
   * @param changedAt when, by the wall clock, ms
   * @param count its entries, about
   */
  public record Generation(
      long stateId, long time, long number, String by, long changedAt, int count) {}

  /** The reading before any change of what is declared. */
  public static ContentsReading of(Collection<RuleSet> running) {
    AllContents contents = new AllContents();
    contents.install(running, Schema.EMPTY);
    return contents.read();
  }

  @Nullable Named find(String name) {
    return all.stream().filter(each -> each.name().equals(name)).findAny().orElse(null);
  }
}
