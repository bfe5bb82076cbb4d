package io.tripline.rest.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keys in a file. */
final class FileKeys implements KeySource {
  private final Path file;

  FileKeys(Path file) {
    this.file = file;
  }

  @Override
  public SigningKeys fetch() throws KeysException {
    byte[] json;
    try (InputStream in = Files.newInputStream(file)) {
      json = in.readNBytes(HttpKeys.MOST_BYTES + 1);
    } catch (IOException e) {
      throw new KeysException(file + ": it cannot be read (" + e + ")", e);
    }
    if (json.length > HttpKeys.MOST_BYTES) {
      throw new KeysException(file + ": it is longer than " + HttpKeys.MOST_BYTES + " bytes");
    }
    try {
      return SigningKeys.read(json);
    } catch (KeysException e) {
      throw new KeysException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String place() {
    return file.toString();
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
