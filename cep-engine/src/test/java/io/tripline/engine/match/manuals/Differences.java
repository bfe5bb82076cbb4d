package io.tripline.engine.match.manuals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Why a result here is another one than in a manual, as {@code differences.txt} explains it. */
final class Differences {
  private Differences() {}

  /**
   * One reason.
   *
   * @param code by which examples name it
   */
  record Difference(String code, String title, String text) {
    /** The anchor of its heading. */
    String anchor() {
      return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
  }

  static List<Difference> read() throws IOException {
    String all = Files.readString(Manual.FOLDER.resolve("differences.txt"));
    return Arrays.stream(all.split("(?m)^== "))
        .filter(part -> !part.isBlank())
        .map(Differences::difference)
        .toList();
  }

  private static Difference difference(String part) {
    String heading = part.lines().findFirst().orElseThrow();
    int colon = heading.indexOf(": ");
    return new Difference(
        heading.substring(0, colon),
        heading.substring(colon + 2),
        part.substring(heading.length()).strip());
  }
}
