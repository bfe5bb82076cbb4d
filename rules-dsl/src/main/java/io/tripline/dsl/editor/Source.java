package io.tripline.dsl.editor;

import io.tripline.dsl.ParsedFile;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.parser.Lexeme;
import io.tripline.dsl.parser.Lexemes;
import java.util.List;

/** One file of a snapshot, and what is known of it alone. Shared by snapshots in which it is. */
final class Source {
  private final SourceFile file;
  private final Lazy<ParsedFile> parsed;
  private final Lazy<SourceText> text;
  private final Lazy<List<Lexeme>> lexemes;

  Source(SourceFile file) {
    this.file = file;
    this.parsed = new Lazy<>(() -> RuleCompiler.parse(file));
    this.text = new Lazy<>(() -> new SourceText(file.name(), file.text()));
    this.lexemes = new Lazy<>(() -> List.copyOf(Lexemes.of(file.text())));
  }

  SourceFile file() {
    return file;
  }

  ParsedFile parsed() {
    return parsed.get();
  }

  List<Lexeme> lexemes() {
    return lexemes.get();
  }

  SourceText text() {
    return text.get();
  }
}
