package io.tripline.app.lsp;

import io.tripline.app.cli.IoErrors;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.RuleFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rule files of a rule set as they are on disk, in the order of their paths. Unlike a command,
 * a server goes on when one of them cannot be read, and says so at that file.
 *
 * @param complete false if there were too many folders and files to look at them all
 */
record RuleSetFiles(SequencedMap<Path, OnDisk> files, boolean complete) {
  static final RuleSetFiles NONE = new RuleSetFiles(new TreeMap<>(), true);

  /** So many files and folders are looked at; a workspace of more is no folder of rules. */
  private static final int MOST_LOOKED_AT = 200_000;

  /**
   * A file.
   *
   * @param text empty if it cannot be read
   * @param problem why it cannot be read, or null
   */
  record OnDisk(long size, FileTime changed, String text, @Nullable String problem) {}

  /**
   * Looks again: files that have not changed are not read again.
   *
   * @param belongs whether a file is of this rule set and not of one further in
   */
  RuleSetFiles again(RuleSetRoot root, Predicate<Path> belongs) {
    return switch (root) {
      case RuleSetRoot.Below below -> new Look(belongs).at(below.path(), Integer.MAX_VALUE);
      case RuleSetRoot.Beside beside -> new Look(belongs).at(beside.folder(), 1);
      case RuleSetRoot.Alone _ -> NONE;
    };
  }

  /** One walk through the folders. */
  private final class Look extends SimpleFileVisitor<Path> {
    private final Predicate<Path> belongs;
    private final TreeMap<Path, OnDisk> found = new TreeMap<>();
    private int seen;

    Look(Predicate<Path> belongs) {
      this.belongs = belongs;
    }

    RuleSetFiles at(Path start, int depth) {
      try {
        Files.walkFileTree(start, EnumSet.noneOf(java.nio.file.FileVisitOption.class), depth, this);
      } catch (IOException e) {
        // Only what a visit throws, and ours throw nothing: what cannot be visited is left out.
        throw new java.io.UncheckedIOException(e);
      }
      return new RuleSetFiles(found, seen < MOST_LOOKED_AT);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && RuleFiles.isRuleFile(file) && belongs.test(file)) {
        OnDisk known = files.get(file);
        boolean same =
            known != null
                && known.size() == attributes.size()
                && known.changed().equals(attributes.lastModifiedTime());
        found.put(file, same ? known : read(file, attributes));
      }
      return ++seen < MOST_LOOKED_AT ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }

    private static OnDisk read(Path file, BasicFileAttributes attributes) {
      String text = "";
      String problem = null;
      try {
        text = RuleFiles.text(file);
      } catch (WrongUseException e) {
        problem = e.getMessage();
      } catch (FileSystemException e) {
        problem = IoErrors.sentence(e);
      } catch (IOException e) {
        problem = "cannot be read: " + e.getMessage();
      }
      return new OnDisk(attributes.size(), attributes.lastModifiedTime(), text, problem);
    }
  }

  /** The problems of files that cannot be read. */
  Map<Path, String> problems() {
    Map<Path, String> problems = new TreeMap<>();
    files.forEach(
        (path, file) -> {
          if (file.problem() != null) {
            problems.put(path, file.problem());
          }
        });
    return problems;
  }
}
