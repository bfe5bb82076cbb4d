package io.tripline.rest.json;

import io.tripline.dsl.ir.Severity;
import io.tripline.rest.endpoint.Schema;
import io.tripline.state.Review;
import java.util.Arrays;

/** The forms of what {@link AlertJson} and {@link DecisionJson} write, for the API's document. */
public final class AlertSchemas {
  private static final Schema VALUES =
      Schema.map(Schema.any()).meaning("Values by name; masked where they are personal data.");

  private static final Schema SEVERITY =
      Schema.words(Arrays.stream(Severity.values()).map(Severity::text).toList());

  private static final Schema SCORE = Schema.integer(0, 100).orNull();

  private static final Schema ACKNOWLEDGED =
      Schema.object("Acknowledged")
          .member("by", Schema.text(), "Empty if that was not said.")
          .member("at", Schema.time())
          .end();

  private static final Schema FEEDBACK =
      Schema.object("Feedback")
          .member(
              "verdict",
              Schema.words(
                  Arrays.stream(Review.Verdict.values()).map(Review.Verdict::text).toList()))
          .member("by", Schema.text(), "Empty if that was not said.")
          .member("comment", Schema.text())
          .member("at", Schema.time())
          .end();

  /** A condition's outcome: null where it is unknown. */
  private static final Schema OUTCOME = Schema.flag().orNull();

  private static final Schema CONDITION =
      Schema.object("Condition")
          .member("text", Schema.text(), "In the author's words.")
          .member("is", OUTCOME, "Null where it is unknown.")
          .member("says", Schema.text(), "The condition and the values behind it, in plain words.")
          .member(
              "parts",
              Schema.list(
                  Schema.object("ConditionPart")
                      .member("text", Schema.text())
                      .member("is", OUTCOME)
                      .member("values", VALUES)
                      .end()))
          .end();

  private static final Schema BOUND =
      Schema.object("EvidenceEvent")
          .member("id", Schema.text())
          .member("number", Schema.integer(), "Its place among all events.")
          .maybe("type", Schema.text())
          .maybe("version", Schema.integer(), "Of the rule set that was in force.")
          .maybe("fields", VALUES)
          .maybe("undeclared", Schema.map(Schema.any()).orNull())
          .maybe("condition", CONDITION.orNull())
          .maybe(
              "missing",
              Schema.object("MissingEvent")
                  .member("code", Schema.text())
                  .member("reason", Schema.text())
                  .end(),
              "Stands for all but the id and the number where the event cannot be shown.")
          .end();

  /** What is behind an alert. */
  private static final Schema EVIDENCE =
      Schema.object("Evidence")
          .member("events", Schema.integer(), "How many there are in all.")
          .member("next", Schema.integer().orNull(), "For after of the next page.")
          .member(
              "variables",
              Schema.list(
                  Schema.object("EvidenceVariable")
                      .member("variable", Schema.text())
                      .member("events", Schema.list(BOUND))
                      .end()))
          .member(
              "absent",
              Schema.list(
                  Schema.object("AbsentEvents")
                      .member("variable", Schema.text())
                      .member("definition", Schema.text())
                      .member("where", Schema.text())
                      .member("from", Schema.time().orNull())
                      .member("until", Schema.time().orNull())
                      .member("says", Schema.text())
                      .end()),
              "What the rule asks not to be there, and was not.")
          .end();

  /** A line of alerts as they are listed. */
  public static final Schema LISTED = http("Alert").end();

  public static final Schema PAGE =
      Schema.object("AlertPage")
          .member("alerts", Schema.list(LISTED))
          .member("next", Schema.integer().orNull(), "For after of the next page; null at the end.")
          .end();

  public static final Schema WITH_EVIDENCE =
      http("AlertWithEvidence").member("evidence", EVIDENCE).end();

  /** What a webhook is sent. */
  public static final Schema SENT =
      Schema.object("AlertSent")
          .member("type", Schema.words("alert"))
          .member("timestamp", Schema.time())
          .member("data", place(members("SentAlert")).end())
          .end();

  /** What a caller is told who asks for a decision. */
  public static final Schema DECISION =
      Schema.object("Decision")
          .member("decision", Schema.words("approve", "review", "decline"))
          .member("decided", Schema.flag(), "False where no rule has decided.")
          .member("timed_out", Schema.flag(), "Whether the deadline came first.")
          .member(
              "not_matched", Schema.text().orNull(), "Why rules were not asked; null if they were.")
          .member("repeated", Schema.flag(), "Whether it was asked about before.")
          .member("type", Schema.text())
          .member("id", Schema.text().orNull())
          .member(
              "rules",
              Schema.list(
                  Schema.object("DecisionOfRule")
                      .member("ruleset", Schema.text())
                      .member("rule", Schema.text())
                      .member("decision", Schema.words("approve", "review", "decline"))
                      .end()))
          .member(
              "alerts",
              Schema.list(
                  Schema.object("DecisionAlert")
                      .member("id", Schema.text())
                      .member("ruleset", Schema.text())
                      .member("rule", Schema.text())
                      .member("severity", SEVERITY)
                      .member("score", SCORE)
                      .member("message", Schema.text())
                      .member(
                          "suppressed",
                          Schema.flag().orNull(),
                          "Whether once per holds it back; null where the answer was given early.")
                      .end()))
          .member("more_alerts", Schema.integer(), "Beyond those that are listed.")
          .member("features", VALUES)
          .member("latency", Schema.number(), "Milliseconds.")
          .end();

  private AlertSchemas() {}

  private static Schema.Members http(String name) {
    return place(members(name).member("mode", Schema.words("live", "shadow")))
        .member("suppressed", Schema.integer(), "Matches that once per has held back under it.")
        .member(
            "silenced",
            Schema.text().orNull(),
            "The silence that kept it from webhooks, if one did.")
        .member("acknowledged", ACKNOWLEDGED.orNull(), "Who has taken it on; null if nobody.")
        .member(
            "feedback", FEEDBACK.orNull(), "What came of looking into it; null if nothing yet.");
  }

  private static Schema.Members members(String name) {
    return Schema.object(name)
        .member("id", Schema.text(), "The same for the same match, whenever it is found.")
        .member("rule", Schema.text())
        .member("version", Schema.integer(), "Of the rule set.")
        .member("key", VALUES)
        .member("time", Schema.time(), "Of the event that completed the match.")
        .member("severity", SEVERITY)
        .member("score", SCORE)
        .member("message", Schema.text())
        .member("with", VALUES)
        .member(
            "match", Schema.map(Schema.list(Schema.text())).meaning("Ids of events by variable."));
  }

  private static Schema.Members place(Schema.Members members) {
    return members
        .member("ruleset", Schema.text())
        .member("ordinal", Schema.integer(), "Its place among all alerts.")
        .member("sequence", Schema.integer(), "The place in the journal that it was raised at.")
        .member("tags", Schema.list(Schema.text()), "Of its rule.");
  }
}
