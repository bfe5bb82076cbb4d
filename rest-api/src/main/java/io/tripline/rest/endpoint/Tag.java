package io.tripline.rest.endpoint;

/** What endpoints have to do with; the API's document is in these parts, in this order. */
public enum Tag {
  RULE_SETS("Rule sets", "Deployed, tried, read, brought back and taken away while events flow."),
  PROPOSALS("Proposals", "Changes of rules that somebody else has to approve."),
  EVENTS("Events", "Sent in, and what became of those that were not taken as they came."),
  DECISIONS("Decisions", "Events that are answered with what the rules decide."),
  BACKTESTS("Backtests", "Rules over the past, beside what runs."),
  ALERTS("Alerts", "What rules have found, and the evidence for it."),
  CONTENTS("Lists and tables", "What rules look things up in."),
  WEBHOOKS("Webhooks", "How alerts reach others."),
  SAVEPOINTS("Savepoints", "Copies of everything, made while events flow."),
  SECURITY("Security", "Who may do what, and who has done it."),
  SERVER("Server", "How it does.");

  private final String title;
  private final String meaning;

  Tag(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  public String title() {
    return title;
  }

  /** A sentence for the API's document. */
  public String meaning() {
    return meaning;
  }
}
