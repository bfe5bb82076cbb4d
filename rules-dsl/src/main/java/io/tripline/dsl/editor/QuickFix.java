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

  /** For the mistakes of a file that touch a piece of it and whose hint names the right name. */
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
        String name = hint.group(1);
        String old =
            snapshot.text(piece.file()).orElse("").substring(span.get().start(), span.get().end());
        // An annotation is marked with its sign and its arguments.
        String written =
            old.startsWith("@") ? old.replaceFirst("^@\\w+", "@" + name) : Names.written(name);
        fixes.add(
            new QuickFix(
                "Replace by `" + name + "`", diagnostic, new TextChange(span.get(), written)));
      }
    }
    return fixes;
  }
}
