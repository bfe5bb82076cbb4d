package io.tripline.rest.json;

import io.tripline.state.Savepoint;
import io.tripline.state.SavepointFolder.Found;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint as it is shown.
 *
 * @param state {@code complete}, {@code broken}, or {@code making}
 * @param problem why it is broken; null if it is not
 * @param createdAt this and all that follows is null where not even the savepoint's text can be
 *     read
 * @param bytes of all its files, which it may share with the store
 */
public record SavepointJson(
    String name,
    String state,
    @Nullable String problem,
    @Nullable String comment,
    @Nullable Instant createdAt,
    @Nullable String tripline,
    @Nullable Integer format,
    @Nullable Long storeFormat,
    @Nullable Long checkpoint,
    @Nullable Long firstEntry,
    @Nullable Long position,
    @Nullable Long events,
    @Nullable Long alerts,
    @Nullable Long states,
    @Nullable Long bytes,
    @Nullable List<RuleSet> rulesets) {
  public static final String COMPLETE = "complete";

  /** A rule set as it is in force in a savepoint. */
  public record RuleSet(String name, int version, List<Rule> rules) {}

  /** A rule of one. */
  public record Rule(String rule, String mode, boolean paused) {}

  /** One that was found. */
  public static SavepointJson of(Found found) {
    Savepoint said = found.savepoint();
    if (said == null) {
      return without(found.name(), "broken", found.problem());
    }
    String problem = found.problem();
    return of(found.name(), problem == null ? COMPLETE : "broken", problem, said);
  }

  /** One that is complete. */
  public static SavepointJson of(Savepoint savepoint) {
    return of(savepoint.name(), COMPLETE, null, savepoint);
  }

  /** One that is being made. */
  public static SavepointJson making(String name) {
    return without(name, "making", null);
  }

  private static SavepointJson without(String name, String state, @Nullable String problem) {
    return new SavepointJson(
        name, state, problem, null, null, null, null, null, null, null, null, null, null, null,
        null, null);
  }

  private static SavepointJson of(
      String name, String state, @Nullable String problem, Savepoint said) {
    return new SavepointJson(
        name,
        state,
        problem,
        said.comment(),
        Instant.ofEpochMilli(said.createdAt()),
        said.tripline(),
        Savepoint.FORMAT,
        said.storeFormat(),
        said.checkpoint(),
        said.firstEntry(),
        said.position(),
        said.events(),
        said.alerts(),
        said.states(),
        said.bytes(),
        said.ruleSets().stream()
            .map(
                set ->
                    new RuleSet(
                        set.name(),
                        set.version(),
                        set.rules().stream()
                            .map(rule -> new Rule(rule.name(), rule.mode().text(), rule.paused()))
                            .toList()))
            .toList());
  }
}
