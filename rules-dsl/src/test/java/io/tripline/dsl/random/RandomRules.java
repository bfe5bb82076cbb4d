package io.tripline.dsl.random;

import io.tripline.dsl.random.Piece.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The declarations of a random file; each method stands for a rule of the grammar. */
public final class RandomRules {
  private static final List<String> WORDS =
      List.of(
          "a",
          "b",
          "card",
          "Payment",
          "amount",
          "x",
          "count",
          "avg",
          "prev",
          "coalesce",
          "ECOM",
          "`list`",
          "`a b`",
          "zähler",
          "_1",
          "卡片",
          "any",
          "at",
          "consecutive",
          "decision",
          "expect",
          "first",
          "for",
          "greedy",
          "h",
          "key",
          "km",
          "last",
          "limit",
          "match",
          "mi",
          "mph",
          "next",
          "no",
          "none",
          "of",
          "once",
          "other",
          "param",
          "past",
          "per",
          "previous",
          "reluctant",
          "score",
          "session",
          "severity",
          "skip",
          "tags",
          "timestamp",
          "title",
          "to",
          "until",
          "with",
          "a_name_that_is_so_long_that_no_column_is_made_as_wide",
          "a_rather_long_name");

  private static final List<String> TEXTS =
      List.of(
          "'x'",
          "\"x\"",
          "''",
          "'it''s'",
          "\"{a} of {b.c:0.00}, {count(p)}\"",
          "'// no comment'",
          "'/* nor this */'",
          "'tab\there'",
          "'ünïcödé 卡'",
          "'a text of some length, so that lines with it get long and have to be broken"
              + " somewhere'");

  private static final List<String> NUMBERS = List.of("1", "0", "2.50", "123456789", "007");
  private static final List<String> DURATIONS = List.of("10m", "500ms", "0s", "2h", "7d");

  private static final List<String> CELLS =
      List.of(
          "p1",
          "",
          "1",
          "-2.50",
          "10:00:00",
          "'a|b'",
          "\"it\"\"s\"",
          "null",
          "卡",
          "'// x'",
          "2026-01-31T10:00:00Z",
          "a cell that is so wide that it makes no column as wide as it is");

  private final Choices choices;
  private final List<Piece> pieces = new ArrayList<>();
  private int depth;

  private RandomRules(Choices choices) {
    this.choices = choices;
  }

  /** The tokens of a file. */
  public static List<Piece> file(Choices choices) {
    RandomRules rules = new RandomRules(choices);
    while (rules.more()) {
      rules.declaration();
    }
    return List.copyOf(rules.pieces);
  }

  // ---- declarations

  private void declaration() {
    switch (choices.next(9)) {
      case 0 -> {
        add("list").name();
        add("of").type();
      }
      case 1, 2 -> {
        add("event").name();
        add("{");
        while (more()) {
          field();
        }
        add("}");
      }
      case 3 -> table();
      case 4 -> {
        add("feature").name();
        add("=").expression();
        add("by").key();
        add("over").window();
      }
      case 5 -> test();
      default -> {
        add("rule").name();
        add("{");
        while (more()) {
          section();
        }
        add("}");
      }
    }
  }

  private void table() {
    add("table").name();
    add("key").name();
    if (choices.onceIn(2)) {
      type();
    }
    if (choices.onceIn(3)) {
      add("from").name();
    }
    add("{");
    while (more()) {
      field();
      if (choices.onceIn(2)) {
        add(",");
      }
    }
    add("}");
  }

  private void field() {
    name();
    name(Place.SAME_LINE);
    typeArguments();
    if (choices.onceIn(3)) {
      add("?");
    }
    while (choices.onceIn(3)) {
      annotation();
    }
  }

  private void type() {
    name();
    typeArguments();
  }

  private void typeArguments() {
    if (choices.onceIn(3)) {
      add("(");
      list(this::typeArgument);
      add(")");
    }
  }

  private void typeArgument() {
    switch (choices.next(3)) {
      case 0 -> add(choices.of("2", "9"));
      case 1 -> text();
      default -> name();
    }
  }

  private void annotation() {
    add("@").name();
    if (choices.onceIn(2)) {
      add("(");
      while (more()) {
        switch (choices.next(4)) {
          case 0 -> text();
          case 1 -> add(choices.of(DURATIONS));
          case 2 -> add("5");
          default -> name();
        }
        if (choices.onceIn(2)) {
          add(",");
        }
      }
      add(")");
    }
  }

  // ---- rules

  private void section() {
    switch (choices.next(13)) {
      case 0 -> add("title", Place.NEW_LINE).text();
      case 1 -> add("severity", Place.NEW_LINE).name();
      case 2 -> {
        add("tags", Place.NEW_LINE);
        list(() -> either(this::name, this::text));
      }
      case 3 -> {
        add("param", Place.NEW_LINE);
        named();
      }
      case 4 -> add("by").key();
      case 5 -> trigger();
      case 6, 7 -> {
        add("pattern").pattern();
        if (choices.onceIn(2)) {
          add("within").duration();
        }
      }
      case 8 -> {
        add("define");
        do {
          definition();
        } while (more());
      }
      case 9 -> afterMatch();
      case 10 -> alert();
      case 11 -> {
        add("emit").name();
        add("{");
        if (choices.onceIn(2)) {
          list(this::named);
        }
        add("}");
      }
      default -> add("decide").name();
    }
  }

  private void trigger() {
    add("on").name();
    if (choices.onceIn(2)) {
      add("by").key();
    }
    if (choices.onceIn(2)) {
      add("when").expression();
    }
  }

  private void definition() {
    name();
    add(":", Place.SAME_LINE).name();
    if (choices.next(3) > 0) {
      add("where").expression();
    }
  }

  private void afterMatch() {
    add("after").add("match").add("skip");
    switch (choices.next(4)) {
      case 0 -> add("none");
      case 1 -> add("to").add("next");
      case 2 -> add("past").add("last");
      default -> add("to").add(choices.of("first", "last")).name();
    }
    if (choices.onceIn(3)) {
      add("limit").add("12");
    }
  }

  private void alert() {
    add("alert").text();
    while (choices.onceIn(2)) {
      switch (choices.next(3)) {
        case 0 -> add("score").expression();
        case 1 -> {
          add("with");
          list(this::named);
        }
        default -> add("once").add("per").duration();
      }
    }
  }

  private void key() {
    if (choices.onceIn(4)) {
      add("none");
    } else {
      list(
          () -> {
            if (choices.onceIn(3)) {
              add("(");
              list(this::keyPart);
              add(")");
            } else {
              keyPart();
            }
          });
    }
  }

  private void keyPart() {
    name();
    if (choices.onceIn(2)) {
      add(".").name();
    }
  }

  private void named() {
    name();
    add("=").expression();
  }

  private void duration() {
    either(() -> add(choices.of(DURATIONS)), this::name);
  }

  private void window() {
    switch (choices.next(5)) {
      case 0 -> sliding();
      case 1 -> add("previous").sliding();
      case 2 -> add("last").add("20");
      case 3 -> add("session").duration();
      default -> {
        name();
        text();
      }
    }
  }

  private void sliding() {
    duration();
    if (choices.onceIn(4)) {
      add("delayed").duration();
    }
    if (choices.onceIn(4)) {
      add("every").duration();
    }
  }

  // ---- patterns

  private void pattern() {
    chain(this::sequence, () -> add("|"));
  }

  private void sequence() {
    chain(this::conjunction, this::link);
  }

  private void link() {
    add(choices.of("->", "=>", "~>"));
    if (choices.onceIn(4)) {
      add("[").duration();
      if (choices.onceIn(2)) {
        add("..").duration();
      }
      add("]");
    }
  }

  private void conjunction() {
    chain(this::step, () -> add("&"));
  }

  private void step() {
    if (choices.onceIn(6)) {
      add("not").step();
      return;
    }
    if (deeper() && choices.onceIn(4)) {
      add("(").pattern();
      add(")");
    } else {
      name();
    }
    depth--;
    if (choices.onceIn(3)) {
      quantifier();
    }
    while (choices.onceIn(4)) {
      if (choices.onceIn(3)) {
        add("until").expression();
      } else {
        add(choices.of("consecutive", "any", "greedy", "reluctant"));
      }
    }
  }

  private void quantifier() {
    switch (choices.next(6)) {
      case 0 -> add("?");
      case 1 -> add("*");
      case 2 -> add("+");
      case 3 -> add("{").add("3").add("}");
      case 4 -> {
        add("{").add("2").add(",");
        if (choices.onceIn(2)) {
          add("4");
        }
        add("}");
      }
      default -> add("{").add(",").add("5").add("}");
    }
  }

  // ---- expressions

  private void expression() {
    if (deeper()) {
      switch (choices.next(6)) {
        case 0, 1, 2 -> condition();
        case 3 -> add("not").expression();
        case 4 -> chain(this::condition, () -> add("and"));
        default -> chain(this::condition, () -> add("or"));
      }
    } else {
      primary();
    }
    depth--;
  }

  private void condition() {
    operand();
    switch (choices.next(10)) {
      case 0, 1, 2 -> {}
      case 3, 4 -> add(choices.of("=", "!=", "<>", "<", "<=", ">", ">=")).operand();
      case 5 -> {
        maybeNot().add("in").add("(");
        list(this::expression);
        add(")");
      }
      case 6 -> maybeNot().add("in").name();
      case 7 -> {
        maybeNot().add("between").operand();
        add("and").operand();
      }
      case 8 -> maybeNot().add(choices.of("like", "matches")).operand();
      default -> {
        add("is");
        maybeNot().add("null");
      }
    }
  }

  private void operand() {
    if (deeper()) {
      switch (choices.next(5)) {
        case 0, 1 -> primary();
        case 2 -> add("-").operand();
        case 3 -> chain(this::primary, () -> add(choices.of("*", "/", "%")));
        default -> chain(this::primary, () -> add(choices.of("+", "-")));
      }
    } else {
      primary();
    }
    depth--;
  }

  private void primary() {
    if (!deeper()) {
      name();
      depth--;
      return;
    }
    switch (choices.next(10)) {
      case 0, 1 -> name();
      case 2, 3 -> literal();
      case 4 -> {
        name();
        add(".").name();
      }
      case 5 -> {
        add("(").expression();
        add(")");
      }
      case 6 -> caseWhen();
      case 7 -> {
        name();
        add("[").expression();
        add("]").add(".").name();
      }
      default -> call();
    }
    depth--;
  }

  private void caseWhen() {
    add("case");
    do {
      add("when").expression();
      add("then").expression();
    } while (choices.onceIn(2));
    if (choices.onceIn(2)) {
      add("else").expression();
    }
    add("end");
  }

  private void call() {
    if (choices.onceIn(8)) {
      add("approx");
    }
    name();
    add("(");
    if (choices.onceIn(3)) {
      if (choices.onceIn(2)) {
        add("where").expression();
      }
    } else {
      list(this::expression);
      if (choices.onceIn(4)) {
        add("where").expression();
      }
    }
    add(")");
    if (choices.onceIn(3)) {
      add("over").window();
    }
  }

  private void literal() {
    switch (choices.next(8)) {
      case 0 -> add("12");
      case 1 -> add("2.50");
      case 2 -> {
        add(choices.of("900", "1.5"));
        if (choices.onceIn(3)) {
          add("km").add("/").add("h");
        } else {
          add(choices.of("km", "mi", "mph"));
        }
      }
      case 3 -> add(choices.of(DURATIONS));
      case 4 -> text();
      case 5 -> add("timestamp").text();
      case 6 -> add(choices.of("true", "false"));
      default -> add("null");
    }
  }

  // ---- tests

  private void test() {
    add("test", Place.NEW_LINE).name(Place.SAME_LINE);
    if (choices.onceIn(2)) {
      add(choices.of(TEXTS), Place.SAME_LINE);
    }
    add("{", Place.SAME_LINE);
    while (more()) {
      testPart();
    }
    add("}");
  }

  private void testPart() {
    switch (choices.next(7)) {
      case 0, 1, 4 -> {
        name();
        add("{");
        if (choices.onceIn(4)) {
          list(this::testValue);
        } else if (!choices.onceIn(4)) {
          list(this::name);
        }
        add("}");
        while (more()) {
          row();
        }
      }
      case 2 -> expectAlert();
      case 6 -> {
        add("expect").add("decision").add(choices.of("approve", "review", "decline", "x"));
        if (choices.onceIn(2)) {
          add("at").name();
        }
      }
      case 5 -> {
        add("param").name();
        add("=").expression();
      }
      default -> {
        add("expect").add("no");
        if (choices.onceIn(2)) {
          add("other");
        }
        add(choices.of("alert", "decision"));
      }
    }
  }

  private void row() {
    StringBuilder row = new StringBuilder("|");
    do {
      row.append(blanks()).append(choices.of(CELLS)).append(blanks()).append('|');
    } while (more());
    add(row.toString(), Place.LINE_START);
  }

  private String blanks() {
    return choices.of(" ", "", "  ", "\t", "\u00A0 ");
  }

  private void expectAlert() {
    add("expect").add("alert").name();
    if (choices.onceIn(2)) {
      add("for");
      if (choices.onceIn(3)) {
        add("(");
        list(this::testValue);
        add(")");
      } else {
        testValue();
      }
    }
    if (choices.onceIn(2)) {
      add("at");
      switch (choices.next(3)) {
        case 0 -> testValue();
        case 1 -> {
          add("10").add(":").add("00");
          if (choices.onceIn(2)) {
            add(":").add(choices.of("05", "05.5"));
          }
        }
        default -> add("timestamp").text();
      }
    }
    if (choices.onceIn(2)) {
      add("{");
      list(
          () -> {
            name();
            add("=");
            while (choices.next(3) > 0) {
              testValue();
            }
          });
      add("}");
    }
  }

  private void testValue() {
    switch (choices.next(6)) {
      case 0 -> name();
      case 1 -> {
        if (choices.onceIn(2)) {
          add("-");
        }
        add(choices.of(NUMBERS));
      }
      case 2 -> add(choices.of(DURATIONS));
      case 3 -> text();
      case 4 -> add(choices.of("true", "false", "null"));
      default -> add("4111x");
    }
  }

  // ---- pieces

  private RandomRules add(String token) {
    return add(token, Place.ANYWHERE);
  }

  private RandomRules add(String token, Place place) {
    pieces.add(new Piece(token, place));
    return this;
  }

  private void name() {
    name(Place.ANYWHERE);
  }

  private void name(Place place) {
    add(choices.of(WORDS), place);
  }

  private void text() {
    add(choices.of(TEXTS));
  }

  private RandomRules maybeNot() {
    return choices.onceIn(3) ? add("not") : this;
  }

  private boolean more() {
    return choices.next(4) > 0;
  }

  /** Goes one deeper, which has to be taken back; true if it may go deeper still. */
  private boolean deeper() {
    return ++depth < 12;
  }

  private void list(Runnable item) {
    chain(item, () -> add(","));
  }

  private void chain(Runnable item, Runnable sign) {
    item.run();
    int more = choices.next(8) == 7 ? choices.next(20) : Math.max(0, choices.next(5) - 2);
    IntStream.range(0, more)
        .forEach(
            i -> {
              sign.run();
              item.run();
            });
  }

  private void either(Runnable one, Runnable other) {
    if (choices.onceIn(2)) {
      other.run();
    } else {
      one.run();
    }
  }
}
