package io.tripline.state;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.port.StorageException;
import io.tripline.state.Savepoint.SavedFile;
import io.tripline.state.Savepoint.SavedRule;
import io.tripline.state.Savepoint.SavedRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A {@link Savepoint} as the file {@value #FILE} holds it: UTF-8, a line for each thing, which
 * begins with its name. The first one tells the format, whatever the others are; the last one is a
 * CRC-32C of all before it. For example:
 *
 * <pre>
 * tripline-savepoint 1
 * name before-upgrade
 * comment
 * created 1795385856000
 * …
 * ruleset 3 cards
 * rule 10000 runs card_testing
 * file 4711 own db/000012.sst
 * end 1f2e3d4c
 * </pre>
 */
final class SavepointText {
  /** Written last: without it, a folder is no savepoint. */
  static final String FILE = "SAVEPOINT";

  private static final String FIRST = "tripline-savepoint ";
  private static final String PAUSED = "paused";
  private static final String RUNS = "runs";

  private SavepointText() {}

  static byte[] write(Savepoint savepoint) {
    StringBuilder text = new StringBuilder(FIRST).append(Savepoint.FORMAT).append('\n');
    line(text, "name", savepoint.name());
    line(text, "comment", savepoint.comment());
    line(text, "created", savepoint.createdAt());
    line(text, "tripline", savepoint.tripline());
    line(text, "store-format", savepoint.storeFormat());
    line(text, "checkpoint", savepoint.checkpoint());
    line(text, "first-entry", savepoint.firstEntry());
    line(text, "position", savepoint.position());
    line(text, "events", savepoint.events());
    line(text, "alerts", savepoint.alerts());
    line(text, "states", savepoint.states());
    for (SavedRules set : savepoint.ruleSets()) {
      line(text, "ruleset", set.version() + " " + set.name());
      for (SavedRule rule : set.rules()) {
        String runs = rule.paused() ? PAUSED : RUNS;
        line(text, "rule", rule.mode().share() + " " + runs + " " + rule.name());
      }
    }
    for (SavedFile file : savepoint.files()) {
      line(text, "file", file.bytes() + " " + file.checksum() + " " + file.path());
    }
    byte[] before = text.toString().getBytes(StandardCharsets.UTF_8);
    line(text, "end", checksum(before, before.length));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  private static String checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /**
   * Reads it.
   *
   * @throws StorageException if it is of a later format; or damaged, after "it "
   */
  static Savepoint read(byte[] bytes) {
    List<String> lines =
        new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
    if (lines.isEmpty() || !lines.getFirst().startsWith(FIRST)) {
      throw new StorageException("its file " + FILE + " does not begin as one");
    }
    String format = lines.getFirst().substring(FIRST.length());
    if (!format.equals(String.valueOf(Savepoint.FORMAT))) {
      throw new StorageException(
          "it has format "
              + format
              + "; this Tripline reads format "
              + Savepoint.FORMAT
              + ": use the Tripline that made it, or a later one");
    }
    String last = lines.removeLast();
    int length = bytes.length - last.getBytes(StandardCharsets.UTF_8).length - 1;
    if (length < 0 || !last.equals("end " + checksum(bytes, length))) {
      throw new StorageException("its file " + FILE + " is damaged");
    }
    try {
      return new Reading(lines).savepoint();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new StorageException("its file " + FILE + " is damaged", e);
    }
  }

  /** One pass over the lines, of which each kind has its place. */
  private static final class Reading {
    private final List<String> lines;
    private int at = 1;

    Reading(List<String> lines) {
      this.lines = lines;
    }

    Savepoint savepoint() {
      return new Savepoint(
          text("name"),
          text("comment"),
          number("created"),
          text("tripline"),
          number("store-format"),
          number("checkpoint"),
          number("first-entry"),
          number("position"),
          number("events"),
          number("alerts"),
          number("states"),
          ruleSets(),
          files());
    }

    private boolean comes(String name) {
      return at < lines.size() && lines.get(at).startsWith(name + " ");
    }

    private String text(String name) {
      if (!comes(name)) {
        throw new IllegalArgumentException(name + " is missing");
      }
      return lines.get(at++).substring(name.length() + 1);
    }

    private long number(String name) {
      return Long.parseLong(text(name));
    }

    private List<SavedRules> ruleSets() {
      List<SavedRules> sets = new ArrayList<>();
      while (comes("ruleset")) {
        String[] set = text("ruleset").split(" ", 2);
        List<SavedRule> rules = new ArrayList<>();
        while (comes("rule")) {
          String[] rule = text("rule").split(" ", 3);
          RuleMode mode = new RuleMode(Integer.parseInt(rule[0]));
          rules.add(new SavedRule(rule[2], mode, rule[1].equals(PAUSED)));
        }
        sets.add(new SavedRules(set[1], Integer.parseInt(set[0]), rules));
      }
      return sets;
    }

    private List<SavedFile> files() {
      List<SavedFile> files = new ArrayList<>();
      while (at < lines.size()) {
        String[] file = text("file").split(" ", 3);
        files.add(new SavedFile(file[2], Long.parseLong(file[0]), file[1]));
      }
      return files;
    }
  }
}
