package io.tripline.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.SourceFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleFilesTest {
  @TempDir private Path folder;

  @Test
  void aFolderStandsForEveryRuleFileBelowIt() throws IOException {
    Path b = write("b.trip", "b");
    Path a = write("deep/ünder/a.trip", "a");
    write("deep/notes.txt", "no rules");
    assertThat(RuleFiles.read(List.of(folder)))
        .containsExactly(new SourceFile(b.toString(), "b"), new SourceFile(a.toString(), "a"));
  }

  @Test
  void aFileIsTakenWhateverItsNameAndOnceOnly() throws IOException {
    Path file = write("rules.txt", "x");
    Path trip = write("a.trip", "a");
    assertThat(RuleFiles.read(List.of(file, folder, trip)))
        .extracting(SourceFile::name)
        .containsExactly(file.toString(), trip.toString());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    Path file = write("a.trip", "\uFEFFevent");
    assertThat(RuleFiles.read(List.of(file)).getFirst().text()).isEqualTo("event");
  }

  @Test
  void aFolderWithoutRuleFilesIsWrongUse() throws IOException {
    write("notes.txt", "no rules");
    assertThatThrownBy(() -> RuleFiles.read(List.of(folder)))
        .isInstanceOf(WrongUseException.class)
        .hasMessageContaining("no .trip file")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.trip");
    assertThatThrownBy(() -> RuleFiles.read(List.of(missing)))
        .isInstanceOf(WrongUseException.class)
        .hasMessage("there is no " + missing);
  }

  @Test
  void aFileInAnotherEncodingIsToldWithTheLine() throws IOException {
    Path file = folder.resolve("latin.trip");
    Files.write(file, new byte[] {'a', '\n', 'b', '\n', (byte) 0xE9, '\n'});
    assertThatThrownBy(() -> RuleFiles.read(List.of(file)))
        .isInstanceOf(WrongUseException.class)
        .hasMessageContaining("not UTF-8")
        .hasMessageContaining("line 3");
  }

  @Test
  void aFileThatBreaksOffWithinALetterIsNotUtf8() throws IOException {
    Path file = folder.resolve("cut.trip");
    Files.write(file, new byte[] {'a', (byte) 0xC3});
    assertThatThrownBy(() -> RuleFiles.read(List.of(file)))
        .isInstanceOf(WrongUseException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void aHugeFileIsNotReadAtAll() throws IOException {
    Path file = folder.resolve("huge.trip");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(RuleFiles.LARGEST + 1);
    }
    assertThatThrownBy(() -> RuleFiles.read(List.of(file)))
        .isInstanceOf(WrongUseException.class)
        .hasMessageContaining("16 MB");
  }

  @Test
  void theNameOfARuleSetIsThatOfItsFirstPath() {
    assertThat(RuleFiles.defaultName(List.of(Path.of("some/cards.trip")))).isEqualTo("cards");
    assertThat(RuleFiles.defaultName(List.of(Path.of("some/demo/"), Path.of("x.trip"))))
        .isEqualTo("demo");
    assertThat(RuleFiles.defaultName(List.of(Path.of(".")))).isNotEmpty().isNotEqualTo(".");
    assertThat(RuleFiles.defaultName(List.of(Path.of("/")))).isEqualTo("rules");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
