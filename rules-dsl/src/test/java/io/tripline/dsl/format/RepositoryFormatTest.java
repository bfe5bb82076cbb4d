package io.tripline.dsl.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Every rule file of this repository, and every rule that its documentation shows, is as {@code
 * ./tripline fmt} writes it. What cannot be read as rules has no such form; only the golden cases
 * of syntax errors, and pages that show them or cut a long example short, may hold such text.
 */
class RepositoryFormatTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```trip\n(.*?)```");
  private static final Pattern SYNTAX_ERRORS =
      Pattern.compile(".*/(codes|diagnostics)/TL00.*|.*/diagnostics/TL0609.*");

  @TestFactory
  Stream<DynamicTest> everyRuleFileIsFormatted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path path : files(".trip")) {
      tests.add(test(path, () -> assertFormatted(path, Files.readString(path))));
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyRuleInTheDocumentationIsFormatted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path path : files(".md")) {
      List<String> examples = new ArrayList<>();
      Matcher example = EXAMPLE.matcher(Files.readString(path));
      while (example.find()) {
        examples.add(example.group(1));
      }
      if (!examples.isEmpty()) {
        tests.add(test(path, () -> examples.forEach(text -> assertFormatted(path, text))));
      }
    }
    assertThat(tests).hasSizeGreaterThan(10);
    return tests.stream();
  }

  private static void assertFormatted(Path path, String text) {
    Formatted formatted = Formatter.format(new SourceFile(path.toString(), text));
    if (formatted.text() == null) {
      assertThat(path.toString()).as("a file with syntax errors").matches(SYNTAX_ERRORS);
    } else {
      assertThat(text)
          .as("%s should be as ./tripline fmt writes it; then golden files may follow", path)
          .isEqualTo(formatted.text());
    }
  }

  private static DynamicTest test(Path path, Executable check) {
    return DynamicTest.dynamicTest(path.normalize().toString(), path.toUri(), check);
  }

  private static List<Path> files(String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean ours = !NOT_OURS.contains(folder.getFileName().toString());
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(suffix)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files.stream().sorted().toList();
  }
}
