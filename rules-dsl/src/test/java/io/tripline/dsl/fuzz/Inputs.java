package io.tripline.dsl.fuzz;

import io.tripline.dsl.random.Choices;
import io.tripline.dsl.random.RandomRules;
import io.tripline.dsl.random.Scribble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes inputs: mostly real rule files with a few edits (of characters, tokens, lines, stretches),
 * some random ones of every construct, also edited, some soups of the language's words, some of any
 * characters at all, some that repeat a piece very often. Thread-safe.
 */
final class Inputs {
  private static final int LONGEST_BASE = 8_000;
  private static final Pattern TOKEN =
      Pattern.compile("[\\p{L}_][\\p{L}\\d_]*|\\d+(?:\\.\\d+)?\\w*|->|=>|~>|'[^'\\n]*'|\\S|\\n");

  private static final List<String> PIECES =
      List.of(
          ("{ } ( ) [ ] ' \" ` // /* */ /// -> => ~> | & ? * + , : . .. @ = == != <> < <= - / % ;"
               + " \\ rule event test list table feature pattern define where by on when alert"
               + " after match skip to first last within not and or case then else end over in is"
               + " null true false like matches between prev count avg none until greedy reluctant"
               + " any consecutive param score with once per title severity tags emit decide expect"
               + " other no for at key of previous session this decline high int string timestamp"
               + " decimal(2) enum(A,B) geo ip? @time @id @pii a b c card Payment amount ECOM 0 1"
               + " 10m 0s 2.50 12 1.5h 9999999999999999999999 999999999d 900 km/h {3,} {,5} {2}"
               + " {amount:0.00} {{ }} \u0000 \uD83D\uDE00 \uD83D \uFEFF é § İ \u202E")
              .split(" "));

  private static final Pattern DECLARATION =
      Pattern.compile("(?m)^(?=(?:event|rule|feature|list|table|test)\\b)");

  /** What most rules of the golden cases speak of, in few words. */
  private static final String EVENTS =
      """
      event Payment { id string @id time timestamp @time card string account string
        amount decimal(2) merchant string mcc int channel enum(POS, ECOM, ATM) approved bool
        device string? ip ip? place geo? }
      """;

  private final long seed;
  private final List<String> bases = new ArrayList<>();
  private final List<String> declarations = new ArrayList<>();

  /**
   * @param folders in which the rule files lie that are changed
   */
  Inputs(long seed, List<Path> folders) {
    this.seed = seed;
    for (Path folder : folders) {
      try (Stream<Path> paths = Files.walk(folder)) {
        paths
            .filter(p -> p.toString().endsWith(".trip") && !p.toString().contains("target"))
            .sorted()
            .map(Inputs::read)
            .filter(t -> !t.isBlank() && t.length() <= LONGEST_BASE)
            .forEach(this::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (bases.isEmpty()) {
      throw new IllegalArgumentException("no rule files under " + folders);
    }
  }

  private void add(String text) {
    bases.add(text);
    for (String declaration : DECLARATION.split(text)) {
      if (declaration.length() < 2_000) {
        declarations.add(declaration);
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The input of a number. */
  String get(long number) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    int kind = random.nextInt(100);
    if (kind < 65) {
      return edited(base(random), random);
    }
    if (kind < 80) {
      String text = random(random);
      return random.nextBoolean() ? text : edited(text, random);
    }
    if (kind < 92) {
      return soup(random);
    }
    return kind < 98 ? characters(random) : repeated(random);
  }

  /** A few declarations, seldom a whole file. */
  private String base(SplittableRandom random) {
    if (random.nextInt(50) == 0) {
      return bases.get(random.nextInt(bases.size()));
    }
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? EVENTS : "");
    for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
      text.append(declarations.get(random.nextInt(declarations.size())));
    }
    return text.toString();
  }

  private static String piece(SplittableRandom random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private static String random(SplittableRandom random) {
    Choices choices = new Choices(random.ints(10 + random.nextInt(100)).boxed().toList());
    Scribble.Style style = Scribble.Style.values()[random.nextInt(Scribble.Style.values().length)];
    return Scribble.of(RandomRules.file(choices), style, choices).text();
  }

  private String edited(String original, SplittableRandom random) {
    String text = original;
    int edits = 1 + random.nextInt(random.nextInt(8) == 0 ? 30 : 4);
    for (int i = 0; i < edits; i++) {
      text = edit(text, random);
    }
    return text;
  }

  private String edit(String text, SplittableRandom random) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(12)) {
      case 0 -> replace(text, at, at, piece(random));
      case 1 -> replace(text, at, at, " " + piece(random) + " ");
      case 2 -> replace(text, at, at + 1 + random.nextInt(12), "");
      case 3 -> replace(text, at, at + random.nextInt(400), "");
      case 4 -> text.substring(0, at);
      case 5 -> token(text, random, t -> "");
      case 6 -> token(text, random, t -> t + " " + t);
      case 7 -> token(text, random, t -> piece(random));
      case 8 -> token(text, random, t -> "(" + t + ")");
      case 9 -> lines(text, random);
      case 10 -> {
        String other = base(random);
        int from = random.nextInt(other.length());
        int to = Math.min(other.length(), from + random.nextInt(300));
        yield replace(text, at, at + random.nextInt(100), other.substring(from, to));
      }
      default -> token(text, random, t -> swapped(t, random));
    };
  }

  private static String replace(String text, int from, int to, String by) {
    return text.substring(0, from) + by + text.substring(Math.min(to, text.length()));
  }

  /** A name with a letter less, more, or in another place. */
  private static String swapped(String token, SplittableRandom random) {
    if (token.length() < 2) {
      return token + token;
    }
    int at = random.nextInt(token.length() - 1);
    return token.substring(0, at)
        + token.charAt(at + 1)
        + token.charAt(at)
        + token.substring(at + 2);
  }

  private static String token(String text, SplittableRandom random, UnaryOperator<String> change) {
    Matcher matcher = TOKEN.matcher(text);
    int from = random.nextInt(text.length() + 1);
    if (!matcher.find(from) && !matcher.find(0)) {
      return text;
    }
    return replace(text, matcher.start(), matcher.end(), change.apply(matcher.group()));
  }

  /** Doubles, drops or moves a line. */
  private static String lines(String text, SplittableRandom random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    String line = lines.remove(random.nextInt(lines.size()));
    for (int i = random.nextInt(3); i > 0; i--) {
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    return String.join("\n", lines);
  }

  private static String soup(SplittableRandom random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "rule r { ");
    for (int i = random.nextInt(120); i > 0; i--) {
      text.append(piece(random)).append(random.nextInt(6) == 0 ? "\n" : " ");
    }
    return text.toString();
  }

  private static String characters(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int most = random.nextBoolean() ? 128 : 0x11_0000;
    for (int i = random.nextInt(200); i > 0; i--) {
      text.appendCodePoint(random.nextInt(most));
    }
    return text.toString();
  }

  /** What a loop or a recursion would stumble over. */
  private String repeated(SplittableRandom random) {
    StringBuilder piece = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      piece.append(piece(random)).append(random.nextInt(4) == 0 ? "\n" : " ");
    }
    String base = base(random);
    int at = random.nextInt(base.length() + 1);
    return replace(base, at, at, piece.toString().repeat(1 + random.nextInt(400)));
  }
}
