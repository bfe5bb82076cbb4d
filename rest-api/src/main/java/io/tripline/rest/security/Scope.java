package io.tripline.rest.security;

/** What a caller may be allowed to do. Each endpoint asks for one of them. */
public enum Scope {
  /** Nothing: whoever can reach the server may ask. */
  NONE("Whoever can reach the server may call it."),

  /** Send events, let time pass, and ask for decisions. */
  INGEST("Send events, let time pass, ask for decisions."),

  /** Look at rules, alerts, lists, figures; changes nothing. */
  READ("Look at everything, change nothing."),

  /** Deploy rules and change their modes, fill lists and tables; includes {@link #READ}. */
  AUTHOR("Deploy and change rules, lists and tables; includes read."),

  /** Everything, webhooks and savepoints among it. */
  ADMIN("Everything: webhooks, savepoints, and what the others may.");

  private final String meaning;

  Scope(String meaning) {
    this.meaning = meaning;
  }

  /** A sentence for people. */
  public String meaning() {
    return meaning;
  }

  /** As it is written in requests and documents. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
