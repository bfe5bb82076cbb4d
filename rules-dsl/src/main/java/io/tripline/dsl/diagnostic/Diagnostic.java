package io.tripline.dsl.diagnostic;

import io.tripline.dsl.ir.Place;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sentence to the author of a rule.
 *
 * @param code stable, such as {@code TL0123}; see {@link Code}
 * @param message one plain sentence, without a full stop
 * @param hint the likely fix, or null
 * @param related other places that explain it
 */
public record Diagnostic(
    String code,
    Severity severity,
    Place place,
    String message,
    @Nullable String hint,
    List<Related> related)
    implements Comparable<Diagnostic> {

  private static final Comparator<Diagnostic> BY_PLACE =
      Comparator.comparing(Diagnostic::place)
          .thenComparing(Diagnostic::code)
          .thenComparing(Diagnostic::message);

  public Diagnostic {
    related = List.copyOf(related);
  }

  @Override
  public int compareTo(Diagnostic other) {
    return BY_PLACE.compare(this, other);
  }
}
