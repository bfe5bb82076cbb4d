package io.tripline.rest.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a caller may be allowed to do. Each endpoint asks for one of them. */
public enum Scope {
  /** Nothing: whoever can reach the server may ask. */
  NONE("Whoever can reach the server may call it."),

  /** Send events, let time pass, and ask for decisions. */
  INGEST("Send events, let time pass, ask for decisions."),

  /** Look at rules, alerts, lists, figures; changes nothing. */
  READ("Look at everything but keys and the audit log, change nothing."),

  /** Deploy rules and change their modes, fill lists and tables; includes {@link #READ}. */
  AUTHOR("Deploy and change rules, lists and tables; includes read."),

  /** Decide on what others propose; includes {@link #READ}. */
  APPROVE("Approve or reject what others propose; includes read."),

  /** Keys, webhooks and savepoints, too; includes all but {@link #PII}. */
  ADMIN("Everything but pii: keys, webhooks, savepoints, the audit log, and what the others may."),

  /** See personal data. No other includes it: who may run a server need not see it. */
  PII("See what tells of fields marked @pii, where it is asked for with personal_data=true.");

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
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of a name that can be given to a caller; {@link #NONE} cannot. */
  public static Optional<Scope> given(String text) {
    return Arrays.stream(values())
        .filter(each -> each != NONE && each.text().equals(text))
        .findAny();
  }

  /** The names of all that can be given. */
  public static List<String> names() {
    return Arrays.stream(values()).filter(each -> each != NONE).map(Scope::text).toList();
  }

  /** It, and what it includes. */
  public Set<Scope> included() {
    return switch (this) {
      case NONE -> EnumSet.of(NONE);
      case INGEST -> EnumSet.of(NONE, INGEST);
      case READ -> EnumSet.of(NONE, READ);
      case AUTHOR -> EnumSet.of(NONE, READ, AUTHOR);
      case APPROVE -> EnumSet.of(NONE, READ, APPROVE);
      case ADMIN -> EnumSet.complementOf(EnumSet.of(PII));
      case PII -> EnumSet.of(NONE, PII);
    };
  }
}
