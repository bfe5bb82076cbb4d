package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.Nulls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the conditions and the alert of a rule want to know of earlier events, laid out in
 * registers. Equal wishes share one. Immutable.
 */
public final class RegisterTable {
  /** The registers of no rule. */
  static final RegisterTable NONE = new RegisterTable();

  private final List<Variable> variables;
  private final Map<String, RegisterSpec> specs = new LinkedHashMap<>();
  private final RegisterValues blank;
  private int longCount;
  private int objectCount;

  private RegisterTable() {
    this.variables = List.of();
    this.blank = makeBlank();
  }

  private RegisterTable(Rule rule) {
    this.variables = rule.variables();
    rule.walk(this::want);
    this.blank = makeBlank();
  }

  /** The registers of a rule. */
  public static RegisterTable of(Rule rule) {
    return new RegisterTable(rule);
  }

  private void want(Expr expr) {
    switch (expr) {
      case Expr.VariableField e -> add(Expr.AggregateKind.LAST, e.variable(), asField(e));
      case Expr.Aggregate e -> add(e.kind(), e.variable(), e.argument());
      default -> {}
    }
  }

  static Expr asField(Expr.VariableField e) {
    return new Expr.Field(e.field(), e.type(), e.place());
  }

  private void add(Expr.AggregateKind kind, int variable, @Nullable Expr argument) {
    String name = name(kind, variable, argument);
    if (specs.containsKey(name)) {
      return;
    }
    int countIndex = -1;
    if (kind == Expr.AggregateKind.FIRST) {
      add(Expr.AggregateKind.COUNT, variable, null);
      countIndex = find(Expr.AggregateKind.COUNT, variable, null).longIndex();
    }
    Type type = argument == null ? Type.Simple.INT : argument.type();
    int longs = longsOf(kind, type);
    int objects = objectsOf(kind, type);
    specs.put(
        name,
        new RegisterSpec(
            kind,
            variable,
            argument,
            type,
            longs == 0 ? -1 : longCount,
            objects == 0 ? -1 : objectCount,
            countIndex,
            name));
    longCount += longs;
    objectCount += objects;
  }

  private static int longsOf(Expr.AggregateKind kind, Type type) {
    return switch (kind) {
      case COUNT, SUM -> 1;
      case AVG -> 2;
      case STDDEV -> 3;
      case DISTINCT -> 0;
      case MEDIAN, PERCENTILE, SEEN -> throw new IllegalStateException("over a window only");
      case MIN, MAX, FIRST, LAST ->
          switch (Kind.of(type)) {
            case BOOL, LONG, DOUBLE -> 1;
            case TEXT, OBJECT -> 0;
          };
    };
  }

  private static int objectsOf(Expr.AggregateKind kind, Type type) {
    return kind == Expr.AggregateKind.DISTINCT || longsOf(kind, type) == 0 ? 1 : 0;
  }

  private String name(Expr.AggregateKind kind, int variable, @Nullable Expr argument) {
    Variable v = variables.get(variable);
    String text = argument == null ? "" : new Canonical(v.type()).text(argument);
    return kind + "(" + v.name() + "; " + text + ")";
  }

  private RegisterValues makeBlank() {
    long[] longs = new long[longCount];
    for (RegisterSpec spec : specs.values()) {
      int i = spec.longIndex();
      if (i < 0) {
        continue;
      }
      boolean isDouble = Kind.of(spec.argumentType()) == Kind.DOUBLE;
      long nothing = isDouble ? Double.doubleToRawLongBits(Nulls.DOUBLE) : Nulls.LONG;
      switch (spec.kind()) {
        case COUNT -> longs[i] = 0;
        case AVG, STDDEV -> {} // sums and counts begin at 0, whose double bits are 0 too
        case SUM, MIN, MAX, FIRST, LAST, DISTINCT -> longs[i] = nothing;
      }
    }
    return new RegisterValues(longs, new @Nullable Object[objectCount]);
  }

  RegisterSpec find(Expr.AggregateKind kind, int variable, @Nullable Expr argument) {
    RegisterSpec spec = specs.get(name(kind, variable, argument));
    if (spec == null) {
      throw new IllegalStateException("no register " + name(kind, variable, argument));
    }
    return spec;
  }

  List<RegisterSpec> ofVariable(int variable) {
    List<RegisterSpec> result = new ArrayList<>();
    for (RegisterSpec spec : specs.values()) {
      if (spec.variable() == variable) {
        result.add(spec);
      }
    }
    return result;
  }

  /** What is kept, in the order of first mention in the rule. */
  public List<KeptValue> kept() {
    List<KeptValue> kept = new ArrayList<>();
    for (RegisterSpec spec : specs.values()) {
      kept.add(
          new KeptValue(
              spec.kind(),
              spec.variable(),
              spec.argument(),
              spec.argumentType(),
              longsOf(spec.kind(), spec.argumentType()),
              objectsOf(spec.kind(), spec.argumentType()) > 0));
    }
    return kept;
  }

  /** The registers of a match that has bound nothing yet. */
  public RegisterValues blank() {
    return blank;
  }

  /** Number of registers that hold numbers. */
  public int longCount() {
    return longCount;
  }

  /** Number of registers that hold objects. */
  public int objectCount() {
    return objectCount;
  }

  /** The layout in text; equal texts mean that stored registers can be read. */
  @Override
  public String toString() {
    return String.join("\n", specs.keySet());
  }
}
