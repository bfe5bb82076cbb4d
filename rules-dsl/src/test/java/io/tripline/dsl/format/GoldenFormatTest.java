package io.tripline.dsl.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * A case is a {@code case.before} and beside it the {@code case.trip} that it becomes; with {@code
 * -Dgolden.update=true} those are written anew.
 */
class GoldenFormatTest {
  private static final Path CASES = Path.of("src/test/resources/format");

  @TestFactory
  Stream<DynamicTest> cases() {
    return files(CASES, ".before").stream().map(path -> named(path, () -> check(path)));
  }

  private static void check(Path before) throws IOException {
    Path after = Path.of(before.toString().replaceFirst("\\.before$", ".trip"));
    String formatted = format(before.toString(), Files.readString(before));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(after, formatted);
    }
    assertThat(formatted).isEqualTo(Files.readString(after));
  }

  @Test
  void everyCaseHasItsBefore() {
    assertThat(files(CASES, ".trip"))
        .isNotEmpty()
        .allSatisfy(
            path -> assertThat(Path.of(path.toString().replace(".trip", ".before"))).exists());
  }

  private static String format(String name, String text) {
    return Objects.requireNonNull(Formatter.format(new SourceFile(name, text)).text());
  }

  private static DynamicTest named(Path path, Executable check) {
    return DynamicTest.dynamicTest(path.normalize().toString(), path.toUri(), check);
  }

  private static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(suffix) && Files.isRegularFile(path))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
