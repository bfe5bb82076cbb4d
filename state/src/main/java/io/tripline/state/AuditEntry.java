package io.tripline.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that somebody did, or tried to.
 *
 * @param at ms since 1970
 * @param by who
 * @param from the address that it was asked from; empty if it was asked on this machine's console
 * @param action what, by one of a few names
 * @param target what of; may hold data
 * @param status how it ended, as HTTP says it
 * @param details by their names, in their order
 */
public record AuditEntry(
    long at,
    String by,
    String from,
    String action,
    String target,
    int status,
    Map<String, String> details) {
  public AuditEntry {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
