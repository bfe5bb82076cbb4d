package io.tripline.rest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are files of headers, and that nothing of them is told. */
final class HeaderFileTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("headers"), text, StandardCharsets.UTF_8);
  }

  @Test
  void aHeaderALine() throws Exception {
    String text =
        "# of the collector\r\nAuthorization: Bearer a:b=\r\n\n  \nx-scope:\tone two \nx-scope: 3";
    assertThat(HeaderFile.read(file(text)))
        .containsExactly("Authorization", "Bearer a:b=", "x-scope", "one two", "x-scope", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hidden",
        "hidden:",
        ": hidden",
        "a hidden: b",
        " hidden: b",
        "hidden: ä",
        "hidden: a\u0001b",
        "Host: hidden",
        "content-length: 7",
        "Content-Encoding: hidden"
      })
  void whatIsNone(String line) throws IOException {
    Path file = file("good: 1\n" + line);
    assertThatThrownBy(() -> HeaderFile.read(file))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("hidden");
  }

  @Test
  void filesThatAreNone() throws IOException {
    Path file = file("# nothing\n");
    assertThatThrownBy(() -> HeaderFile.read(file)).hasMessageContaining("no header");
    Files.write(file, new byte[HeaderFile.MOST_BYTES + 1]);
    assertThatThrownBy(() -> HeaderFile.read(file)).hasMessageContaining("64KB");
    assertThatThrownBy(() -> HeaderFile.read(folder.resolve("none")))
        .hasMessageContaining("cannot be read: NoSuchFileException");
    assertThatThrownBy(() -> HeaderFile.read(folder)).hasMessageContaining("cannot be read");
  }
}
