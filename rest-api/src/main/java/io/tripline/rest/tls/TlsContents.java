package io.tripline.rest.tls;

import io.tripline.rest.security.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What stands in the two files. */
record TlsContents(byte[] certificate, byte[] key) {
  /** Far more than any chain. */
  private static final long LARGEST = 1 << 20;

  static TlsContents read(TlsFiles files) throws TlsFilesException {
    return new TlsContents(read(files.certificate()), read(files.key()));
  }

  private static byte[] read(Path file) throws TlsFilesException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new TlsFilesException(file + " is too large to be a certificate or a key.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TlsFilesException(file + " cannot be read: " + e.getClass().getSimpleName() + ".");
    }
  }

  boolean isSame(TlsContents other) {
    return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return certificate.length + " and " + key.length + " bytes";
  }
}
