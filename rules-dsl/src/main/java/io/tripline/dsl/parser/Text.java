package io.tripline.dsl.parser;

import java.util.Arrays;
import org.antlr.v4.runtime.Token;

/**
 * What a text in quotes says.
 *
 * @param codePoints without the quotes, doubled quotes as one
 * @param positions of each code point, and of what follows the last one, in the text that the token
 *     was read from
 */
record Text(int[] codePoints, int[] positions) {

  static Text of(Token token) {
    int[] raw = token.getText().codePoints().toArray();
    int quote = raw[0];
    int end = raw.length > 1 && raw[raw.length - 1] == quote ? raw.length - 1 : raw.length;
    int[] codePoints = new int[raw.length];
    int[] positions = new int[raw.length + 1];
    int length = 0;
    for (int i = 1; i < end; i++) {
      codePoints[length] = raw[i];
      positions[length++] = token.getStartIndex() + i;
      if (raw[i] == quote && i + 1 < end && raw[i + 1] == quote) {
        i++;
      }
    }
    positions[length] = token.getStartIndex() + end;
    return new Text(Arrays.copyOf(codePoints, length), Arrays.copyOf(positions, length + 1));
  }

  String string() {
    return string(0, codePoints.length);
  }

  String string(int from, int to) {
    return new String(codePoints, from, to - from);
  }
}
