package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.feature.Canonical;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All that the conditions and the alert of a rule want to know of earlier events, laid out in
 * registers: slots of eight bytes, one behind the other. Equal wishes share one. Immutable.
 */
public final class RegisterTable {
  /** The registers of no rule. */
  public static final RegisterTable NONE = new RegisterTable();

  private final List<Variable> variables;
  private final Map<String, RegisterSpec> specs = new LinkedHashMap<>();
  private final byte[] blank;
  private final RegisterBlocks blocks;
  private final int bytes;

  private RegisterTable() {
    this.variables = List.of();
    this.bytes = 0;
    this.blank = makeBlank();
    this.blocks = new RegisterBlocks(List.of());
  }

  private RegisterTable(Rule rule) {
    this.variables = rule.variables();
    List<Wish> wishes = new ArrayList<>();
    rule.walk(e -> want(e, wishes));
    // By variable, so that what a match keeps of its first events lies before the rest.
    wishes.sort(Comparator.comparingInt(Wish::variable));
    this.bytes = layOut(wishes);
    this.blank = makeBlank();
    this.blocks = new RegisterBlocks(List.copyOf(specs.values()));
  }

  /** The registers of a rule. */
  public static RegisterTable of(Rule rule) {
    return new RegisterTable(rule);
  }

  /** Something that is to be kept of the events of a variable. */
  private record Wish(
      Expr.AggregateKind kind, int variable, @Nullable Expr argument, String name) {}

  private void want(Expr expr, List<Wish> wishes) {
    switch (expr) {
      case Expr.VariableField e -> add(Expr.AggregateKind.LAST, e.variable(), asField(e), wishes);
      case Expr.Aggregate e -> add(e.kind(), e.variable(), e.argument(), wishes);
      default -> {}
    }
  }

  static Expr asField(Expr.VariableField e) {
    return new Expr.Field(e.field(), e.type(), e.place());
  }

  private void add(
      Expr.AggregateKind kind, int variable, @Nullable Expr argument, List<Wish> wishes) {
    if (kind == Expr.AggregateKind.FIRST) {
      // Whether there was one before it is known by the count.
      add(Expr.AggregateKind.COUNT, variable, null, wishes);
    }
    String name = name(kind, variable, argument);
    if (wishes.stream().noneMatch(wish -> wish.name.equals(name))) {
      wishes.add(new Wish(kind, variable, argument, name));
    }
  }

  /** Gives each its slots; the bytes of all. */
  private int layOut(List<Wish> wishes) {
    int offset = 0;
    for (Wish wish : wishes) {
      Expr argument = wish.argument;
      Type type = argument == null ? Type.Simple.INT : argument.type();
      RegisterForm form = RegisterForm.of(wish.kind, type);
      boolean counts = wish.kind == Expr.AggregateKind.FIRST;
      int countOffset = counts ? find(Expr.AggregateKind.COUNT, wish.variable, null).offset() : -1;
      specs.put(
          wish.name,
          new RegisterSpec(
              wish.kind, wish.variable, argument, type, form, offset, countOffset, wish.name));
      offset += RegisterForm.SLOT * form.slots();
    }
    return offset;
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

  /**
   * The bytes from the first slot to the last one of those of some variables, and of those that an
   * expression reads.
   *
   * @param conditions the expressions
   */
  public int bytesOf(IntPredicate isWanted, List<Expr> conditions) {
    int[] end = {0};
    for (RegisterSpec spec : specs.values()) {
      if (isWanted.test(spec.variable())) {
        end[0] = Math.max(end[0], end(spec));
      }
    }
    Consumer<Expr> reader =
        expr -> {
          switch (expr) {
            case Expr.VariableField e ->
                end[0] =
                    Math.max(end[0], end(find(Expr.AggregateKind.LAST, e.variable(), asField(e))));
            case Expr.Aggregate e ->
                end[0] = Math.max(end[0], end(find(e.kind(), e.variable(), e.argument())));
            default -> {}
          }
        };
    conditions.forEach(condition -> condition.walk(reader));
    return end[0];
  }

  private static int end(RegisterSpec spec) {
    return spec.offset() + RegisterForm.SLOT * spec.form().slots();
  }

  /** Of the first so many bytes of slots, those that name blocks of the heap. */
  public RegisterBlocks blocks(int ofBytes) {
    return new RegisterBlocks(specs.values().stream().filter(s -> s.offset() < ofBytes).toList());
  }

  /** The layout in text; equal texts mean that stored registers can be read. */
  @Override
  public String toString() {
    return String.join("\n", specs.keySet());
  }
}
