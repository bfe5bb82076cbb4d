package io.tripline.dsl.editor;

import io.tripline.dsl.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change that mends a mistake.
 *
 * @param title what it does, in a few words
 * @param mended the mistake
 */
public record QuickFix(String title, Diagnostic mended, TextChange change) {
  private static final Pattern MEANT = Pattern.compile("did you mean `([^`]+)`\\?");

  /**
   * For the mistakes of a file that touch a piece of it and whose hint names what was meant. Each
   * has been tried out: the rules have fewer errors then.
   */
  public static List<QuickFix> in(Snapshot snapshot, Span piece) {
    List<QuickFix> fixes = new ArrayList<>();
    List<Diagnostic> found =
        snapshot
            .diagnostics(() -> false)
            .map(byFile -> byFile.getOrDefault(piece.file(), List.of()))
            .orElse(List.of());
    for (Diagnostic diagnostic : found) {
      Optional<Span> span = snapshot.span(diagnostic.place());
      Matcher hint = MEANT.matcher(diagnostic.hint() == null ? "" : diagnostic.hint());
      if (span.isPresent()
          && span.get().start() <= piece.end()
          && piece.start() <= span.get().end()
          && hint.matches()) {
        fix(snapshot, diagnostic, span.get(), hint.group(1)).ifPresent(fixes::add);
      }
    }
    return fixes;
  }

  private static Optional<QuickFix> fix(
      Snapshot snapshot, Diagnostic diagnostic, Span span, String meant) {
    String old = snapshot.text(span.file()).orElse("").substring(span.start(), span.end());
    int errors = snapshot.errors().size();
    return replacements(old, meant).stream()
        .map(replacement -> new TextChange(span, replacement))
        .filter(change -> snapshot.after(List.of(change)).errors().size() < errors)
        .findFirst()
        .map(change -> new QuickFix("Replace by `" + meant + "`", diagnostic, change));
  }

  /** What a hint can mean for a piece of text, the likeliest first. */
  private static List<String> replacements(String old, String meant) {
    if (old.startsWith("@")) {
      // An annotation is marked with its arguments.
      String name = meant.startsWith("@") ? meant : "@" + meant;
      return List.of(old.replaceFirst("^@\\w+", Matcher.quoteReplacement(name)));
    }
    if (old.startsWith("'") || old.startsWith("\"")) {
      return List.of(old.charAt(0) + meant + old.charAt(0), meant);
    }
    return List.of(Names.written(meant), meant);
  }
}
