package io.tripline.dsl.editor;

import io.tripline.dsl.SourceFile;
import java.util.List;
import java.util.Optional;

/**
 * Rules with a caret in them, written {@code ‸}, beside the event types that all tests use.
 *
 * @param offset of the caret in the file {@link #FILE}
 */
record Marked(Snapshot snapshot, String text, int offset) {
  static final String FILE = "rules.trip";
  static final String EVENTS_FILE = "events.trip";

  static final String EVENTS =
      """
      /// A card payment.
      event Payment {
        id       string     @id
        time     timestamp  @time
        card     string     @pii
        account  string
        amount   decimal(2)
        channel  enum(POS, ECOM, ATM)
        device   string?
      }

      event Login {
        time    timestamp @time
        account string
        ok      bool
      }

      /// What the account usually pays.
      feature usual = avg(Payment.amount) by account over previous 30d
      list risky of string
      table customers key account { segment enum(NEW, OLD), opened timestamp }
      """;

  static Marked of(String marked) {
    int offset = marked.indexOf('‸');
    String text = marked.replace("‸", "");
    Snapshot snapshot =
        Snapshot.of(List.of(new SourceFile(FILE, text), new SourceFile(EVENTS_FILE, EVENTS)));
    return new Marked(snapshot, text, offset);
  }

  /** A rule in the long form; the piece with the caret is put in at {@code %s}. */
  static Marked inCondition(String condition) {
    return of(
        """
        rule r {
          param floor = 5.00
          by card
          pattern probe{3,} -> hit within 10m
          define
            probe: Payment where channel = ECOM
            hit:   Payment where %s
          alert "x"
        }
        """
            .formatted(condition));
  }

  List<String> labels() {
    return completions().suggestions().stream().map(Suggestion::label).toList();
  }

  Completions completions() {
    return Completer.complete(snapshot, FILE, offset);
  }

  String card() {
    return Cards.at(snapshot, FILE, offset).map(Card::markdown).orElse("");
  }

  /** The text after a renaming of the name at the caret, or the refusal. */
  String renamed(String newName) {
    Renaming renaming = Renamer.rename(snapshot, FILE, offset, newName);
    return Optional.ofNullable(renaming.refusal()).orElseGet(() -> changed(FILE, renaming));
  }

  /** The text of a file after a renaming. */
  String changed(String file, Renaming renaming) {
    StringBuilder changed = new StringBuilder(snapshot.text(file).orElseThrow());
    renaming.changes().stream()
        .filter(c -> c.span().file().equals(file))
        .sorted((a, b) -> b.span().start() - a.span().start())
        .forEach(c -> changed.replace(c.span().start(), c.span().end(), c.replacement()));
    return changed.toString();
  }
}
