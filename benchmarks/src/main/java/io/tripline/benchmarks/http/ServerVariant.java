package io.tripline.benchmarks.http;

import java.util.List;
import java.util.Locale;

/** What an answer waits for. */
enum ServerVariant {
  /** As {@code serve} is without options: the event is on disk. */
  JOURNAL_SYNCED("every-batch", "journal"),
  /** The event is with the operating system. */
  JOURNAL("os", "journal"),
  /** The rules alone, while the journal goes on to be synced. */
  RULES_SYNCED("every-batch", "rules"),
  /** The rules alone, and nothing is synced. */
  RULES("os", "rules");

  private final String sync;
  private final String after;

  ServerVariant(String sync, String after) {
    this.sync = sync;
    this.after = after;
  }

  List<String> options() {
    return List.of("--sync", sync, "--decision-after", after);
  }

  String title() {
    return String.format(Locale.ROOT, "`--sync %s --decision-after %s`", sync, after);
  }
}
