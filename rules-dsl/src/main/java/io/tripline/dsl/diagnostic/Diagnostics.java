package io.tripline.dsl.diagnostic;

import io.tripline.dsl.ir.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what is found wrong. The same sentence about the same place is kept once. */
public final class Diagnostics {
  private final TreeSet<Diagnostic> found = new TreeSet<>();
  private boolean errors;

  public void report(Code code, Place place, String message) {
    report(code, place, message, null);
  }

  public void report(
      Code code, Place place, String message, @Nullable String hint, Related... related) {
    add(new Diagnostic(code.id(), code.severity(), place, message, hint, List.of(related)));
  }

  /** Takes over what was found elsewhere. */
  public void add(Diagnostic diagnostic) {
    found.add(diagnostic);
    errors |= diagnostic.severity() == Severity.ERROR;
  }

  public boolean hasErrors() {
    return errors;
  }

  /** All of them, by place. */
  public List<Diagnostic> sorted() {
    return new ArrayList<>(found);
  }
}
