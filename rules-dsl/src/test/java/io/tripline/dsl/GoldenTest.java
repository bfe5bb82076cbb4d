package io.tripline.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.ir.RuleSetPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A case is a {@code case.trip}; beside it lies what must become of it: {@code case.ir} where it
 * compiles, {@code case.diag} where there is something to say. A case whose first line is {@code //
 * uses: cards.trip} is compiled together with that file. The cases of a diagnostic lie in {@code
 * codes/TL0123}; what becomes of the {@code wrong.trip} and the {@code right.trip} there is held by
 * {@link DiagnosticPagesTest}.
 *
 * <p>{@code mvn -pl rules-dsl test -Dtest=GoldenTest -Dgolden.update=true} writes the files anew;
 * look at the difference before it is committed.
 */
class GoldenTest {
  static final Path ROOT = Path.of("src/test/resources/golden");

  /** The event types of most cases. */
  static final Path CARDS = ROOT.resolve("cards.trip");

  private static final String USES = "// uses: ";
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @TestFactory
  Stream<DynamicTest> cases() {
    return cases(ROOT).stream()
        .filter(path -> !isOnPage(path))
        .map(path -> DynamicTest.dynamicTest(name(path), path.toUri(), () -> check(path)));
  }

  private static void check(Path path) throws IOException {
    List<SourceFile> files = files(path);
    Compilation compilation = RuleCompiler.compile(files);
    Map<Path, String> actual = new TreeMap<>();
    if (compilation.ruleSet() != null) {
      actual.put(sibling(path, ".ir"), RuleSetPrinter.print(compilation.ruleSet()));
    }
    if (!compilation.diagnostics().isEmpty()) {
      actual.put(
          sibling(path, ".diag"), new DiagnosticPrinter(files).print(compilation.diagnostics()));
    }
    Map<Path, String> expected = new TreeMap<>();
    for (String suffix : List.of(".ir", ".diag")) {
      Path file = sibling(path, suffix);
      if (UPDATE) {
        Files.deleteIfExists(file);
      } else if (Files.exists(file)) {
        expected.put(file, Files.readString(file));
      }
    }
    if (UPDATE) {
      for (Map.Entry<Path, String> file : actual.entrySet()) {
        Files.writeString(file.getKey(), file.getValue());
      }
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void everyExpectationHasItsCase() {
    List<Path> orphans =
        walk(ROOT).stream()
            .filter(p -> p.toString().endsWith(".ir") || p.toString().endsWith(".diag"))
            .filter(p -> !Files.exists(Path.of(p.toString().replaceFirst("\\.[a-z]+$", ".trip"))))
            .toList();
    assertThat(orphans).isEmpty();
  }

  // ---- files

  static List<Path> cases(Path folder) {
    return walk(folder).stream()
        .filter(p -> p.toString().endsWith(".trip") && !p.getParent().equals(ROOT))
        .toList();
  }

  static List<SourceFile> files(Path path) {
    List<SourceFile> files = new ArrayList<>();
    SourceFile file = read(path);
    files.add(file);
    if (isOnPage(path)) {
      files.add(read(CARDS));
    } else if (file.text().startsWith(USES)) {
      String used = file.text().lines().findFirst().orElseThrow().substring(USES.length());
      files.add(read(ROOT.resolve(used.strip())));
    }
    return files;
  }

  private static boolean isOnPage(Path path) {
    return path.startsWith(ROOT.resolve("codes"))
        && (path.endsWith("wrong.trip") || path.endsWith("right.trip"));
  }

  private static SourceFile read(Path path) {
    try {
      return new SourceFile(path.getFileName().toString(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> walk(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path sibling(Path path, String suffix) {
    String name = path.getFileName().toString();
    return path.resolveSibling(name.substring(0, name.length() - ".trip".length()) + suffix);
  }

  private static String name(Path path) {
    return ROOT.relativize(path).toString();
  }
}
