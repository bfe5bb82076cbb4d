package io.tripline.app.fmt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FmtCommandTest {
  private static final String UGLY = "rule r{on Payment by card alert \"x\"   score 5}";
  private static final String TIDY =
      """
      rule r {
        on Payment by card
        alert "x" score 5
      }
      """;
  private static final String BROKEN = "rule r { on }";

  @TempDir private Path folder;

  @Test
  void filesAreFormattedWhereTheyDiffer() throws IOException {
    Path ugly = write("deep/ünder/a.trip", UGLY);
    Path tidy = write("b.trip", TIDY);
    FileTime before = FileTime.from(Instant.parse("2026-01-31T10:00:00Z"));
    Files.setLastModifiedTime(tidy, before);
    assertThat(CommandRun.of("fmt", folder))
        .isEqualTo(new CommandRun(ExitCode.FINE, "", "2 files: 1 formatted\n"));
    assertThat(ugly).hasContent(TIDY);
    assertThat(tidy).hasContent(TIDY);
    assertThat(Files.getLastModifiedTime(tidy)).isEqualTo(before);
    assertThat(CommandRun.of("fmt", folder))
        .isEqualTo(new CommandRun(ExitCode.FINE, "", "2 files: nothing to change\n"));
  }

  @Test
  void checkChangesNothingAndListsWhatWouldChange() throws IOException {
    Path ugly = write("a.trip", UGLY);
    write("b.trip", TIDY);
    assertThat(CommandRun.of("fmt", "--check", folder))
        .isEqualTo(new CommandRun(ExitCode.FINDINGS, ugly + "\n", "2 files: 1 would change\n"));
    assertThat(ugly).hasContent(UGLY);
    CommandRun.of("fmt", folder);
    assertThat(CommandRun.of("fmt", "--check", folder).code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void aByteOrderMarkAndLineEndsOfWindowsAreADifference() throws IOException {
    Path marked = write("marked.trip", "\uFEFF" + TIDY);
    Path windows = write("windows.trip", TIDY.replace("\n", "\r\n"));
    assertThat(CommandRun.of("fmt", "--check", folder).out())
        .isEqualTo(marked + "\n" + windows + "\n");
    assertThat(CommandRun.of("fmt", folder).err()).isEqualTo("2 files: 2 formatted\n");
    assertThat(Files.readString(marked)).isEqualTo(TIDY);
    assertThat(Files.readString(windows)).isEqualTo(TIDY);
  }

  @Test
  void aFileWithSyntaxErrorsIsLeftAsItIsAndTheOthersAreFormatted() throws IOException {
    Path broken = write("a.trip", BROKEN);
    Path ugly = write("b.trip", UGLY);
    CommandRun run = CommandRun.of("fmt", folder);
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(broken + ":1:13: error TL0010: ")
        .endsWith("\n2 files: 1 formatted, 1 with syntax errors\n");
    assertThat(broken).hasContent(BROKEN);
    assertThat(ugly).hasContent(TIDY);
  }

  @Test
  void rulesWithOtherErrorsAreFormatted() throws IOException {
    Path file = write("a.trip", "rule r { by  nothing_of_the_kind }");
    assertThat(CommandRun.of("fmt", file).code()).isEqualTo(ExitCode.FINE);
    assertThat(Files.readString(file)).isEqualTo("rule r {\n  by nothing_of_the_kind\n}\n");
  }

  @Test
  void standardInputGoesToStandardOutput() {
    assertThat(CommandRun.withInput(UGLY, "fmt", "-"))
        .isEqualTo(new CommandRun(ExitCode.FINE, TIDY, ""));
    assertThat(CommandRun.withInput(TIDY, "fmt", "-").out()).isEqualTo(TIDY);
    assertThat(CommandRun.withInput("", "fmt", "-"))
        .isEqualTo(new CommandRun(ExitCode.FINE, "", ""));
    CommandRun broken = CommandRun.withInput(BROKEN, "fmt", "-");
    assertThat(broken.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err()).startsWith("standard input:1:13: error TL0010: ");
  }

  @Test
  void standardInputIsChecked() {
    assertThat(CommandRun.withInput(UGLY, "fmt", "--check", "-"))
        .isEqualTo(new CommandRun(ExitCode.FINDINGS, "standard input\n", ""));
    assertThat(CommandRun.withInput(TIDY, "fmt", "--check", "-"))
        .isEqualTo(new CommandRun(ExitCode.FINE, "", ""));
  }

  @Test
  void permissionsAreKept() throws IOException {
    Path file = write("a.trip", UGLY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    CommandRun.of("fmt", file);
    assertThat(Files.readString(file)).isEqualTo(TIDY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadStopsAllOfThem() throws IOException {
    Path ugly = write("a.trip", UGLY);
    Path latin = folder.resolve("b.trip");
    Files.write(latin, new byte[] {'\n', (byte) 0xE9, '\n'});
    assertThat(CommandRun.of("fmt", folder))
        .isEqualTo(
            new CommandRun(
                ExitCode.WRONG_USE,
                "",
                "tripline fmt: "
                    + latin
                    + " is not UTF-8 text: line 2 holds a byte that cannot be there\n"));
    assertThat(ugly).hasContent(UGLY);
  }

  @Test
  void wrongUseIsOneSentence() throws IOException {
    Path missing = folder.resolve("missing.trip");
    assertThat(CommandRun.of("fmt", missing))
        .isEqualTo(
            new CommandRun(ExitCode.WRONG_USE, "", "tripline fmt: there is no " + missing + "\n"));
    assertThat(CommandRun.of("fmt", folder).err()).contains("no .trip file");
    assertThat(CommandRun.of("fmt").code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(CommandRun.withInput(UGLY, "fmt", "-", write("a.trip", UGLY)))
        .isEqualTo(
            new CommandRun(
                ExitCode.WRONG_USE,
                "",
                "tripline fmt: - stands for standard input, and cannot stand beside files\n"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
