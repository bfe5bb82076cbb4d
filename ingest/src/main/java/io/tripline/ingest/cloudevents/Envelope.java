package io.tripline.ingest.cloudevents;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent that say something about the event within; null where they are
 * missing. Others, extensions too, are not looked at.
 *
 * @param contentType {@code datacontenttype}
 */
public record Envelope(
    @Nullable String specVersion,
    @Nullable String id,
    @Nullable String source,
    @Nullable String type,
    @Nullable String time,
    @Nullable String contentType) {

  /** What is wrong with it, as a sentence; null if nothing is. */
  @Nullable String mistake() {
    if (specVersion == null) {
      return "This is no CloudEvent: the attribute specversion is missing.";
    }
    if (!specVersion.equals("1.0")) {
      return "CloudEvents are taken in version 1.0; this one has another specversion.";
    }
    String missing =
        isEmpty(id) ? "id" : isEmpty(source) ? "source" : isEmpty(type) ? "type" : null;
    if (missing != null) {
      return "This is no CloudEvent: the attribute " + missing + " is missing or empty.";
    }
    return hasJson() ? null : "The data of a CloudEvent must be JSON; datacontenttype is another.";
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private boolean hasJson() {
    if (contentType == null) {
      return true;
    }
    String essence = contentType.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    return essence.endsWith("/json") || essence.endsWith("+json");
  }
}
