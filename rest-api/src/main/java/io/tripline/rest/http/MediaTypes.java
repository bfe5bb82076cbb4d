package io.tripline.rest.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Media types of requests and answers. */
public final class MediaTypes {
  private MediaTypes() {}

  /** The media type without its parameters, in lower case; empty for none. */
  public static String essence(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a content type names no other character set than UTF-8. */
  public static boolean isUtf8(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    for (String parameter : contentType.toLowerCase(Locale.ROOT).split(";", -1)) {
      String text = parameter.strip();
      if (text.startsWith("charset=")) {
        String charset = text.substring("charset=".length()).replace("\"", "");
        return charset.isEmpty() || charset.equals("utf-8");
      }
    }
    return true;
  }

  /**
   * Whether a caller would rather have the other form than the usual one.
   *
   * @param accept the Accept header, or null
   */
  public static boolean prefers(@Nullable String accept, String other, String usual) {
    return accept != null && quality(accept, other) > quality(accept, usual);
  }

  /** The weight that an Accept header gives to a media type, by its most specific range. */
  private static double quality(String accept, String type) {
    String anySubtype = type.substring(0, type.indexOf('/') + 1) + "*";
    double quality = 0;
    int best = 0;
    for (String range : accept.split(",", -1)) {
      String name = essence(range);
      int specific =
          name.equals(type) ? 3 : name.equals(anySubtype) ? 2 : name.equals("*/*") ? 1 : 0;
      if (specific > best) {
        best = specific;
        quality = weight(range);
      }
    }
    return quality;
  }

  private static double weight(String range) {
    for (String parameter : range.split(";", -1)) {
      String text = parameter.strip();
      if (text.startsWith("q=")) {
        try {
          return Double.parseDouble(text.substring(2));
        } catch (NumberFormatException e) {
          return 0; // a weight that cannot be read asks for nothing
        }
      }
    }
    return 1;
  }
}
