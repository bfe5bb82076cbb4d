package io.tripline.state;

import io.tripline.engine.pipeline.StoredStates.Settings;
import io.tripline.engine.pipeline.StoredStates.StoredRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a dump tells.
 *
 * @param parts of the store
 * @param choice of a rule, of which alone states, alerts and deliveries are told; null for all
 * @param from the first entry of the journal that is told
 * @param to the last one
 */
public record DumpOptions(
    Set<Part> parts, @Nullable Choice choice, long from, long to, Settings settings) {
  public DumpOptions {
    parts = Set.copyOf(parts);
  }

  /** A part of a store, in the order in which they are told. */
  public enum Part {
    CHECKPOINT,
    RULES,
    STATES,
    ALERTS,
    OUTBOX,
    JOURNAL;

    /** All but the journal, which may be large. */
    public static Set<Part> most() {
      return EnumSet.complementOf(EnumSet.of(JOURNAL));
    }
  }

  /** Chooses among the rules that were running at the checkpoint. */
  @FunctionalInterface
  public interface Choice {
    /** What is told; exceptions of its own end the dump. */
    Chosen among(List<StoredRule> rules);
  }

  /**
   * What was chosen.
   *
   * @param rules whose states and windows are told, at least one
   * @param key of the one rule; null for all keys
   */
  public record Chosen(List<StoredRule> rules, byte @Nullable [] key) {}
}
