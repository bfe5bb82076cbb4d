package io.tripline.benchmarks.decisions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Fifty rules as a bank may have them: the packs in {@code rules/}, and seven families of five,
 * each for another category of merchants, another country, another bound.
 */
final class BankRules {
  static final int COUNT = 50;

  private static final List<Integer> CATEGORIES = List.of(5732, 5944, 5947, 6051, 5816);
  private static final List<String> COUNTRIES = List.of("DE", "FR", "GB", "ES", "IT");

  private BankRules() {}

  /**
   * Writes them as one rule set.
   *
   * @param root of the source tree, where the packs are
   * @param folder to write into; made if it is missing
   */
  static void write(Path root, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> packs = Files.list(root.resolve("rules"))) {
      for (Path pack : packs.filter(file -> file.toString().endsWith(".trip")).toList()) {
        Files.copy(pack, folder.resolve(pack.getFileName()));
      }
    }
    Files.writeString(folder.resolve("shared.trip"), resource("shared.trip"));
    String families = resource("families.trip");
    for (int i = 0; i < CATEGORIES.size(); i++) {
      Files.writeString(
          folder.resolve("families-" + (i + 1) + ".trip"),
          families
              .replace("$mcc", CATEGORIES.get(i).toString())
              .replace("$country", COUNTRIES.get(i))
              .replace("$rank", Integer.toString(2 + i)));
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(BankRules.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
