package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the conditions and the alert of a rule want to know of earlier events, laid out in
 * registers: slots of eight bytes, one behind the other. Equal wishes share one. Immutable.
 */
public final class RegisterTable {
  /** The registers of no rule. */
  static final RegisterTable NONE = new RegisterTable();

  private final List<Variable> variables;
  private final Map<String, RegisterSpec> specs = new LinkedHashMap<>();
  private final byte[] blank;
  private final RegisterBlocks blocks;
  private int bytes;

  private RegisterTable() {
    this.variables = List.of();
    this.blank = makeBlank();
    this.blocks = new RegisterBlocks(List.of());
  }

  private RegisterTable(Rule rule) {
    this.variables = rule.variables();
    rule.walk(this::want);
    this.blank = makeBlank();
    this.blocks = new RegisterBlocks(List.copyOf(specs.values()));
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
    int countOffset = -1;
    if (kind == Expr.AggregateKind.FIRST) {
      add(Expr.AggregateKind.COUNT, variable, null);
      countOffset = find(Expr.AggregateKind.COUNT, variable, null).offset();
    }
    Type type = argument == null ? Type.Simple.INT : argument.type();
    RegisterForm form = RegisterForm.of(kind, type);
    specs.put(
        name, new RegisterSpec(kind, variable, argument, type, form, bytes, countOffset, name));
    bytes += RegisterForm.SLOT * form.slots();
  }

  private String name(Expr.AggregateKind kind, int variable, @Nullable Expr argument) {
    Variable v = variables.get(variable);
    String text = argument == null ? "" : new Canonical(v.type()).text(argument);
    return kind + "(" + v.name() + "; " + text + ")";
  }

  private byte[] makeBlank() {
    byte[] blank = new byte[bytes];
    for (RegisterSpec spec : specs.values()) {
      int at = spec.offset();
      boolean isDouble = Kind.of(spec.argumentType()) == Kind.DOUBLE;
      switch (spec.form()) {
        case NUMBER -> {
          if (spec.kind() != Expr.AggregateKind.COUNT) {
            Bytes.putLong(
                blank, at, isDouble ? Double.doubleToRawLongBits(Nulls.DOUBLE) : Nulls.LONG);
          }
        }
        // Sums and counts begin at 0, whose double bits are 0 too; so does the empty set.
        case AVERAGE, DEVIATION, SET -> {}
        case PLACE -> Bytes.putDouble(blank, at, Nulls.DOUBLE);
        case ADDRESS -> Bytes.putLong(blank, at, Nulls.LONG);
        case TEXT -> Bytes.putLong(blank, at, Nulls.NO_STRING);
      }
    }
    return blank;
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
              spec.kind(), spec.variable(), spec.argument(), spec.argumentType(), spec.form()));
    }
    return kept;
  }

  /** The slots of a match that has bound nothing yet. Not to be written to. */
  public byte[] blankBytes() {
    return blank;
  }

  /** The registers of a match that has bound nothing yet, in bytes and a heap of their own. */
  public RegisterValues blank() {
    return new RegisterValues(blank.clone(), 0, new StateHeap());
  }

  /** Bytes of all slots. */
  public int bytes() {
    return bytes;
  }

  /** Those that name blocks of the heap. */
  public RegisterBlocks blocks() {
    return blocks;
  }

  /** The layout in text; equal texts mean that stored registers can be read. */
  @Override
  public String toString() {
    return String.join("\n", specs.keySet());
  }
}
