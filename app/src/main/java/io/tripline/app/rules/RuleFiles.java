package io.tripline.app.rules;

import io.tripline.app.cli.IoErrors;
import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rule files that a command line names. All paths given together are one rule set: a file
 * stands for itself, a folder for every {@code .trip} file below it, in the order of their paths.
 */
public final class RuleFiles {
  /** No rule file comes near it; a file of events given by mistake does. */
  static final long LARGEST = 16L << 20;

  private static final String SUFFIX = ".trip";

  private RuleFiles() {}

  /**
   * Finds and reads.
   *
   * @throws WrongUseException if a path is missing, cannot be read, is not UTF-8, or is a folder
   *     without rule files
   */
  public static List<SourceFile> read(List<Path> paths) {
    return find(paths).stream()
        .map(file -> new SourceFile(file.toString(), decode(file.toString(), bytes(file))))
        .toList();
  }

  /**
   * The files that paths stand for, each once.
   *
   * @throws WrongUseException if a path is missing, or is a folder without rule files
   */
  public static List<Path> find(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (Path path : paths) {
      try {
        for (Path file : find(path)) {
          if (seen.add(file.toRealPath())) {
            files.add(file);
          }
        }
      } catch (IOException e) {
        throw cannotRead(path, e);
      }
    }
    return files;
  }

  /**
   * The name that a rule set has if nobody gives it one: that of the first path, without its
   * ending.
   */
  public static String defaultName(List<Path> paths) {
    Path last = paths.getFirst().toAbsolutePath().normalize().getFileName();
    String name = last == null ? "rules" : last.toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /** Whether a file's name says that it holds rules. */
  public static boolean isRuleFile(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private static List<Path> find(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> found;
    try (Stream<Path> below = Files.walk(path)) {
      found = below.filter(each -> isRuleFile(each) && Files.isRegularFile(each)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (found.isEmpty()) {
      throw new WrongUseException("there is no " + SUFFIX + " file in the folder " + path);
    }
    return found;
  }

  /**
   * The text of one file.
   *
   * @throws WrongUseException if it is too large or not UTF-8
   */
  public static String text(Path file) throws IOException {
    return decode(file.toString(), readAll(file));
  }

  /**
   * What one file holds.
   *
   * @throws WrongUseException if it cannot be read, or is too large
   */
  public static byte[] bytes(Path file) {
    try {
      return readAll(file);
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private static byte[] readAll(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw tooLarge(file.toString());
    }
    return Files.readAllBytes(file);
  }

  /**
   * What standard input holds.
   *
   * @throws WrongUseException if it is too large
   */
  public static byte[] bytes(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes((int) LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw tooLarge("standard input");
    }
    return bytes;
  }

  private static WrongUseException cannotRead(Path path, IOException e) {
    return new WrongUseException(
        e instanceof FileSystemException file
            ? IoErrors.sentence(file)
            : "cannot read " + path + ": " + e.getMessage(),
        e);
  }

  private static WrongUseException tooLarge(String name) {
    return new WrongUseException(
        name + " is larger than " + (LARGEST >> 20) + " MB; that is no file of rules");
  }

  /**
   * The text of one file, without a byte order mark.
   *
   * @param name as messages show it
   * @throws WrongUseException if it is not UTF-8
   */
  public static String decode(String name, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new WrongUseException(
          name + " is not UTF-8 text: line " + line + " holds a byte that cannot be there");
    }
    String text = out.flip().toString();
    // Some editors of Windows begin a file with a byte order mark.
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
