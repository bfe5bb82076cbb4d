package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.TextTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads the holes of a text: {@code {expression}}, {@code {expression:format}}. */
final class TextBuilder {
  private final Text text;
  private final int[] chars;
  private final Place whole;
  private final Places places;
  private final Diagnostics diagnostics;
  private final List<TextTree.Part> parts = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();

  private TextBuilder(Token token, Places places, Diagnostics diagnostics) {
    this.text = Text.of(token);
    this.chars = text.codePoints();
    this.whole = places.of(token);
    this.places = places.piece(inFile(text.positions(), places));
    this.diagnostics = diagnostics;
  }

  static TextTree build(Token token, Places places, Diagnostics diagnostics) {
    return new TextBuilder(token, places, diagnostics).build();
  }

  private TextTree build() {
    int i = 0;
    while (i < chars.length) {
      int c = chars[i];
      boolean doubled = i + 1 < chars.length && chars[i + 1] == c;
      if ((c == '{' || c == '}') && doubled) {
        plain.append((char) c);
        i += 2;
      } else if (c == '{') {
        i = hole(i + 1);
      } else if (c == '}') {
        badBrace(i, "this `}` closes nothing", "as text, write `}}`");
        i++;
      } else {
        plain.appendCodePoint(c);
        i++;
      }
    }
    flush();
    return new TextTree(parts, whole);
  }

  /** Reads a hole that starts there, and returns where the text goes on. */
  private int hole(int start) {
    int end = find(start, '}', chars.length);
    int inner = find(start, '{', end < 0 ? chars.length : end);
    if (end < 0 || inner >= 0) {
      badBrace(start - 1, "this `{` is never closed", "as text, write `{{`");
      return inner < 0 ? chars.length : inner;
    }
    int colon = find(start, ':', end);
    int expressionEnd = colon < 0 ? end : colon;
    flush();
    if (text.string(start, expressionEnd).isBlank()) {
      badBrace(start - 1, "there is no expression between these braces", "as text, write `{{`");
      return end + 1;
    }
    parts.add(new TextTree.Hole(expression(start, expressionEnd), format(colon + 1, end)));
    return end + 1;
  }

  private Expression expression(int start, int end) {
    int[] inFile = new int[end - start + 1];
    for (int i = start; i <= end; i++) {
      inFile[i - start] = places.inFile(i);
    }
    return RuleParser.parseHole(
        Arrays.copyOfRange(chars, start, end), places.piece(inFile), diagnostics);
  }

  private TextTree.@Nullable Format format(int start, int end) {
    return start == 0
        ? null
        : new TextTree.Format(text.string(start, end), places.of(start, Math.max(start, end - 1)));
  }

  /** Where a character stands outside of quotes and back-quotes, or −1. */
  private int find(int from, int wanted, int end) {
    int quote = 0;
    for (int i = from; i < end; i++) {
      int c = chars[i];
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == wanted) {
        return i;
      } else if (c == '\'' || c == '"' || c == '`') {
        quote = c;
      }
    }
    return -1;
  }

  private void flush() {
    if (!plain.isEmpty()) {
      parts.add(new TextTree.Plain(plain.toString()));
      plain.setLength(0);
    }
  }

  private void badBrace(int at, String message, String hint) {
    diagnostics.report(Code.BAD_TEXT, places.of(at, at), message, hint);
  }

  private static int[] inFile(int[] positions, Places places) {
    return Arrays.stream(positions).map(places::inFile).toArray();
  }
}
