package io.tripline.dsl.check;

import java.util.List;

/** The types that a field can have, by name. */
public final class TypeNames {
  /** In the order of the reference. */
  public static final List<String> ALL =
      List.of(
          "string",
          "bool",
          "int",
          "double",
          "decimal",
          "timestamp",
          "duration",
          "enum",
          "ip",
          "geo");

  private TypeNames() {}
}
