package io.tripline.ingest.json;

import java.util.Arrays;
import java.util.Random;

/** Small damage to records. */
final class Mutations {
  private static final String PUNCTUATION = "{}[]\",:\\0-+eE.ntf \n";

  private Mutations() {}

  static byte[] mutate(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {'{'};
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
      }
      case 2 -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) PUNCTUATION.charAt(random.nextInt(PUNCTUATION.length()));
        return changed;
      }
      case 3 -> {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = bytes[random.nextInt(bytes.length)];
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
      }
      default -> {
        byte[] shorter = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
        return shorter;
      }
    }
  }
}
