package io.tripline.engine.expression;

import com.google.re2j.Pattern;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;

/** {@code like} and {@code matches}. */
final class TextNodes {
  private TextNodes() {}

  /** A regular expression found anywhere in the text, in linear time (RE2). */
  static final class Matches extends Node {
    private final Node operand;
    private final Pattern pattern;

    Matches(Node operand, String regex) {
      this.operand = operand;
      this.pattern = Pattern.compile(regex);
    }

    @Override
    public int test(Frame frame) {
      Utf8 text = operand.asText(frame);
      if (text == null) {
        return Nulls.UNKNOWN;
      }
      return pattern.matcher(text.copy()).find() ? 1 : 0;
    }
  }

  /** {@code like}. */
  static final class Like extends Node {
    private final Node operand;
    private final LikePattern pattern;

    Like(Node operand, String like) {
      this.operand = operand;
      this.pattern = LikePattern.of(like);
    }

    @Override
    public int test(Frame frame) {
      Utf8 text = operand.asText(frame);
      if (text == null) {
        return Nulls.UNKNOWN;
      }
      return pattern.matches(text.bytes(), text.offset(), text.length()) ? 1 : 0;
    }
  }
}
