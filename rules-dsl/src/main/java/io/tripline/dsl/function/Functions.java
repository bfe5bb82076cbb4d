package io.tripline.dsl.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All functions of the language. */
public final class Functions {
  private static final List<Function> ALL =
      Stream.of(
              AnyFunctions.ALL,
              NumberFunctions.ALL,
              StringFunctions.ALL,
              TimeFunctions.ALL,
              GeoFunctions.ALL,
              PaymentFunctions.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Function> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Function::name, f -> f));

  private Functions() {}

  /** In the order of the reference. */
  public static List<Function> all() {
    return ALL;
  }

  /** All that is called by its name: functions, aggregates and {@code prev}. */
  public static List<Documented> documented() {
    return Stream.<List<? extends Documented>>of(ALL, AggregateFunction.all(), List.of(new Prev()))
        .<Documented>flatMap(List::stream)
        .toList();
  }

  public static Optional<Function> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
