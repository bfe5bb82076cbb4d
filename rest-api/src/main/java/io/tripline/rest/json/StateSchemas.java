package io.tripline.rest.json;

import io.tripline.rest.endpoint.Schema;

/** The forms of states of keys, as {@link StoreJson} writes them, for the API's document. */
public final class StateSchemas {
  private static final Schema VALUES =
      Schema.map(Schema.any()).meaning("Values by name; masked where they are personal data.");

  private static final Schema NO_TIME = Schema.time().orNull();

  private static final Schema TAKEN =
      Schema.object("TakenEvent")
          .member("variables", Schema.list(Schema.text()))
          .member("id", Schema.text())
          .member("number", Schema.integer(), "Its place among all events.")
          .member("made", Schema.flag(), "Whether a rule made it, at the event of that number.")
          .member("clock", NO_TIME, "The time at which it was matched, where that is kept.")
          .end();

  private static final Schema PARTIAL =
      Schema.object("PartialMatch")
          .member("next", Schema.list(Schema.text()), "The variables that can take an event next.")
          .member("began", NO_TIME)
          .member("until", NO_TIME)
          .member("completed_at", NO_TIME, "Once the time is past it, time completes a match.")
          .member("bound", Schema.integer(), "How many events it has.")
          .member("events", Schema.list(TAKEN))
          .end();

  private static final Schema OF_RULE =
      Schema.object("RuleState")
          .member("kind", Schema.words("rule_state"))
          .member("rule", Schema.text())
          .member("version", Schema.integer())
          .member("key", VALUES)
          .member("until", NO_TIME, "After it the state means nothing; null: no time ends it.")
          .member(
              "matching",
              Schema.words("each", "chain", "shared", "counted", "enumerated"),
              "How partial matches are followed.")
          .member("partial_matches", Schema.integer())
          .member("pending", Schema.list(PARTIAL))
          .member("kept_events", Schema.integer())
          .member("kept", Schema.list(TAKEN))
          .member(
              "forbidding",
              Schema.list(
                  Schema.object("Forbidding")
                      .member("variable", Schema.text())
                      .member("seen_at", NO_TIME)
                      .end()))
          .end();

  private static final Schema OF_WINDOW =
      Schema.object("WindowState")
          .member("kind", Schema.words("window_state"))
          .member("window", Schema.text())
          .member("rules", Schema.list(Schema.text()), "That read it.")
          .member("key", VALUES)
          .member("until", NO_TIME)
          .member("rows", Schema.integer(), "Events or values that are kept.")
          .member("clock", NO_TIME, "As of which the values are.")
          .member("values", VALUES)
          .end();

  public static final Schema KEY =
      Schema.object("StatesOfKey")
          .member("sequence", Schema.integer(), "The last entry that is in it; −1 if none is yet.")
          .member("clock", NO_TIME, "The greatest event time up to there.")
          .member("states", Schema.list(Schema.oneOf(OF_RULE, OF_WINDOW)))
          .end();

  private StateSchemas() {}
}
