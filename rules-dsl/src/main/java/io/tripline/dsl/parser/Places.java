package io.tripline.dsl.parser;

import io.tripline.dsl.ir.Place;
import java.util.Arrays;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Makes places from the positions of tokens, which count code points. */
final class Places {
  private final String file;

  /** Where each line starts, and one past the end. */
  private final int[] lineStarts;

  /** For a text inside of the file: where each of its code points stands in the file. */
  private final int @Nullable [] positions;

  private Places(String file, int[] lineStarts, int @Nullable [] positions) {
    this.file = file;
    this.lineStarts = lineStarts;
    this.positions = positions;
  }

  static Places ofFile(String file, int[] codePoints) {
    int[] starts = new int[codePoints.length + 2];
    int lines = 1;
    for (int i = 0; i < codePoints.length; i++) {
      if (codePoints[i] == '\n') {
        starts[lines++] = i + 1;
      }
    }
    starts[lines++] = codePoints.length + 1;
    return new Places(file, Arrays.copyOf(starts, lines), null);
  }

  /**
   * The places of a piece of the file.
   *
   * @param inFile where each of its code points stands, and where it ends
   */
  Places piece(int[] inFile) {
    return new Places(file, lineStarts, inFile);
  }

  Place of(Token token) {
    return of(token.getStartIndex(), token.getStopIndex());
  }

  Place of(ParserRuleContext context) {
    Token start = context.getStart();
    Token stop = context.getStop() == null ? start : context.getStop();
    return of(start.getStartIndex(), stop.getStopIndex());
  }

  /** The place right behind a token. */
  Place after(Token token) {
    return of(token.getStopIndex() + 1, token.getStopIndex() + 1);
  }

  /** From a first code point to a last one, both included. */
  Place of(int first, int last) {
    int start = inFile(first);
    int end = Math.max(inFile(last), start);
    int line = Arrays.binarySearch(lineStarts, 0, lineStarts.length - 1, start);
    if (line < 0) {
      line = -line - 2;
    }
    int lastOfLine = Math.max(start, lineStarts[line + 1] - 2);
    int length = Math.min(end, lastOfLine) - start + 1;
    return new Place(file, line + 1, start - lineStarts[line] + 1, length);
  }

  int inFile(int index) {
    int position =
        positions == null ? index : positions[Math.clamp(index, 0, positions.length - 1)];
    return Math.clamp(position, 0, lineStarts[lineStarts.length - 1] - 1);
  }
}
