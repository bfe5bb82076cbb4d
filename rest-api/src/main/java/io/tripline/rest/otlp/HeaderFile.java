package io.tripline.rest.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers in a file, one a line as {@code name: value}; empty lines, and those that begin with #,
 * say nothing. No message has anything of what stands in the file.
 */
final class HeaderFile {
  static final int MOST_BYTES = 64 << 10;

  /** RFC 9110, sections 5.1 and 5.5, without what is not ASCII. */
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\x21-\\x7e][\\t\\x20-\\x7e]*?)\\s*");

  /** They are as the request has them. */
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private HeaderFile() {}

  /**
   * Reads it.
   *
   * @return names and values in turn, at least one of each
   * @throws ExportException if it cannot be read, or is no file of headers
   */
  static List<String> read(Path file) throws ExportException {
    List<String> headers = new ArrayList<>();
    int number = 0;
    for (String line : text(file).lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher header = HEADER.matcher(line);
      if (!header.matches()) {
        throw wrong(file, "line " + number + " is not written name: value, in ASCII");
      }
      if (OURS.contains(header.group(1).toLowerCase(Locale.ROOT))) {
        throw wrong(file, "line " + number + " has a header that cannot be set");
      }
      headers.add(header.group(1));
      headers.add(header.group(2));
    }
    if (headers.isEmpty()) {
      throw wrong(file, "there is no header in it");
    }
    return headers;
  }

  private static String text(Path file) throws ExportException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw wrong(file, "it has more than 64KB");
      }
      return new String(bytes, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new ExportException(
          "the file of headers " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static ExportException wrong(Path file, String what) {
    return new ExportException("the file of headers " + file + ": " + what, null);
  }
}
