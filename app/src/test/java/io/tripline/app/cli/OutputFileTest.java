package io.tripline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
  @TempDir private Path folder;

  @Test
  void aCompletedFileIsInItsPlaceAndAlone() throws IOException {
    Path target = folder.resolve("päth.jsonl");
    try (OutputFile file = OutputFile.open(target)) {
      file.stream().write('x');
      assertThat(target).doesNotExist();
      file.complete();
    }
    assertThat(target).hasContent("x");
    assertThat(folder).isDirectoryContaining(target::equals);
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void whatIsNotCompletedLeavesTheOldFileAsItWas() throws IOException {
    Path target = Files.writeString(folder.resolve("out"), "old");
    try (OutputFile file = OutputFile.open(target)) {
      file.stream().write('x');
    }
    assertThat(target).hasContent("old");
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void aLinkIsKeptAndItsTargetReplaced() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    try (OutputFile file = OutputFile.open(link)) {
      file.stream().write('x');
      file.complete();
    }
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("x");
  }

  @Test
  void thePermissionsOfTheOldFileAreKept() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-x-w-"));
    try (OutputFile file = OutputFile.open(target)) {
      file.stream().write('x');
      file.complete();
    }
    assertThat(target).hasContent("x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rwxr-x-w-");
  }

  @Test
  void aDeviceIsWrittenDirectly() throws IOException {
    try (OutputFile file = OutputFile.open(Path.of("/dev/null"))) {
      file.stream().write('x');
      file.complete();
    }
    assertThat(Path.of("/dev/null")).exists();
  }

  @Test
  void aPlaceWhereNothingCanBeWrittenIsWrongUse() throws IOException {
    Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> OutputFile.open(folder))
        .isInstanceOf(WrongUseException.class)
        .hasMessageContaining("folder");
    assertThatThrownBy(() -> OutputFile.open(folder.resolve("missing/out")))
        .isInstanceOf(WrongUseException.class)
        .hasMessageEndingWith("there is no folder " + folder.resolve("missing"));
    assertThatThrownBy(() -> OutputFile.open(folder.resolve("file/out")))
        .isInstanceOf(WrongUseException.class)
        .hasMessageEndingWith("there is no folder " + folder.resolve("file"));
  }
}
