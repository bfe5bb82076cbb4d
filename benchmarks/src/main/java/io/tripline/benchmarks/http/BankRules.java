package io.tripline.benchmarks.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fifty rules as a bank may have them: the packs in {@code rules/}, and seven families of up to
 * five, each for another category of merchants, another country, another bound.
 */
final class BankRules {
  static final int COUNT = 50;

  private static final List<Integer> CATEGORIES = List.of(5732, 5944, 5947, 6051, 5816);
  private static final List<String> COUNTRIES = List.of("DE", "FR", "GB", "ES", "IT");

  private static final Pattern RULE = Pattern.compile("^rule ", Pattern.MULTILINE);

  private BankRules() {}

  /**
   * Writes them as one rule set.
   *
   * @param root of the source tree, where the packs are
   * @param folder to write into; made if it is missing
   */
  static void write(Path root, Path folder) throws IOException {
    Files.createDirectories(folder);
    int inPacks = 0;
    try (Stream<Path> packs = Files.list(root.resolve("rules"))) {
      for (Path pack : packs.filter(file -> file.toString().endsWith(".trip")).toList()) {
        String text = Files.readString(pack);
        inPacks += ruleTexts(text).size();
        Files.writeString(folder.resolve(pack.getFileName()), text);
      }
    }
    Files.writeString(folder.resolve("shared.trip"), resource("shared.trip"));
    Files.writeString(folder.resolve("families.trip"), ofFamilies(COUNT - inPacks));
  }

  /** The first so many: each family once, then each again, and so on. */
  private static String ofFamilies(int count) throws IOException {
    List<String> families = ruleTexts(resource("families.trip.template"));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int turn = i / families.size();
      text.append(
          families
              .get(i % families.size())
              .replace("$mcc", CATEGORIES.get(turn).toString())
              .replace("$country", COUNTRIES.get(turn))
              .replace("$rank", Integer.toString(2 + turn)));
    }
    return text.toString();
  }

  /** The rules of a file, each with what follows it. */
  private static List<String> ruleTexts(String file) {
    return Stream.of(RULE.split(file)).skip(1).map("rule "::concat).toList();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(BankRules.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
