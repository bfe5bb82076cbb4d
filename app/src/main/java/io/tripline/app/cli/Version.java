package io.tripline.app.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which Tripline this is. */
public final class Version implements IVersionProvider {
  /** As the jar's manifest names it; "development" where classes run from a folder. */
  public static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tripline " + number()};
  }
}
