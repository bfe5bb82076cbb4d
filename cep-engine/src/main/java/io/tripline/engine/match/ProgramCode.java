package io.tripline.engine.match;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ConditionParts;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.NodeCode;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.feature.FeatureReads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a program evaluates, as byte code for the layouts of one schema: conditions in their two
 * parts ({@link ConditionParts}), and what registers are made of. The bases of conditions hold the
 * constants by which one rule differs from the next, and are seldom asked here; so they are a class
 * of their own, and what is asked of partial matches is one class for all rules that are alike.
 * Immutable, and shared by the matchers of all workers; each has {@link #nodes} of its own.
 */
final class ProgramCode {
  private static final int NONE = -1;

  private final Program program;
  private final Schema schema;
  // Of the events that it takes.
  private final Set<String> types = new HashSet<>();
  private final NodeCode baseCode;
  private final NodeCode code;

  // Indexes of requests; NONE where there is nothing to ask.
  private final int[] variableBase;
  private final int[] variableRest;
  private final int[][] loopBase;
  private final int[][] loopRest;
  private final int[][] arguments;

  private ProgramCode(Program program, Schema schema) {
    this.program = program;
    this.schema = schema;
    List<NodeCode.Request> bases = new ArrayList<>();
    List<NodeCode.Request> requests = new ArrayList<>();
    List<Variable> variables = program.rule().variables();
    List<Automaton.Loop> loops = program.automaton().loops();
    ExprCompiler compiler = new ExprCompiler(program.registers());
    variableBase = new int[variables.size()];
    variableRest = new int[variables.size()];
    arguments = new int[variables.size()][];
    for (Variable v : variables) {
      EventLayout layout = schema.get(v.type().name());
      types.add(v.type().name());
      ConditionParts parts = ConditionParts.of(v, program.rule());
      variableBase[v.index()] = add(base(parts), layout, bases);
      variableRest[v.index()] = add(parts.rest(), layout, requests);
      arguments[v.index()] =
          compiler.arguments(v.index()).stream().mapToInt(e -> add(e, layout, requests)).toArray();
    }
    loopBase = new int[loops.size()][schema.layouts().size()];
    loopRest = new int[loops.size()][schema.layouts().size()];
    for (int l = 0; l < loops.size(); l++) {
      for (Pattern.Until until : loops.get(l).until()) {
        EventLayout layout = schema.get(until.type().name());
        types.add(until.type().name());
        ConditionParts parts = ConditionParts.of(until.condition());
        loopBase[l][layout.typeId()] = add(base(parts), layout, bases);
        loopRest[l][layout.typeId()] = add(parts.rest(), layout, requests);
      }
    }
    this.baseCode = NodeCode.compile(bases, program.registers());
    this.code = NodeCode.compile(requests, program.registers());
  }

  /** Compiles what a program evaluates. */
  static ProgramCode compile(Program program, Schema schema) {
    return new ProgramCode(program, schema);
  }

  private static int add(@Nullable Expr expr, EventLayout layout, List<NodeCode.Request> requests) {
    if (expr == null) {
      return NONE;
    }
    requests.add(new NodeCode.Request(expr, layout));
    return requests.size() - 1;
  }

  private static @Nullable Expr base(ConditionParts parts) {
    List<Expr> base = parts.base();
    if (base.size() < 2) {
      return base.isEmpty() ? null : base.getFirst();
    }
    return new Expr.Logical(true, base, base.getFirst().place());
  }

  /**
   * Whether it is code for events of another schema, too: rule sets that come and go mostly leave
   * what a rule reads of events where it is, and compiling thousands of rules again for one takes
   * long.
   */
  boolean fits(Schema other) {
    return other == schema
        || (program.automaton().loops().isEmpty() || hasAsManyTypes(other))
            && types.stream().allMatch(type -> isLike(type, other))
            && program.features().stream().allMatch(read -> liesAlike(read, other));
  }

  /** Whether a matcher that was made for its schema is one for another, too. */
  boolean fitsMatcherOf(Schema other) {
    return hasAsManyTypes(other) && fits(other);
  }

  private boolean hasAsManyTypes(Schema other) {
    return other.layouts().size() == schema.layouts().size();
  }

  private boolean isLike(String type, Schema other) {
    Optional<EventLayout> layout = other.find(type);
    return layout.isPresent() && layout.get().isLike(schema.get(type));
  }

  private boolean liesAlike(FeatureReads.Read read, Schema other) {
    String type = read.type().name();
    return other.get(type).features().hasAlike(read.text(), schema.get(type).features());
  }

  /** Nodes for one matcher. */
  Nodes nodes() {
    return new Nodes(baseCode.nodes(), code.nodes());
  }

  /** The nodes of one matcher. Not thread-safe. */
  final class Nodes {
    private final List<Node> bases;
    private final List<Node> others;

    private Nodes(List<Node> bases, List<Node> others) {
      this.bases = bases;
      this.others = others;
    }

    private static @Nullable Node at(int request, List<Node> of) {
      return request == NONE ? null : of.get(request);
    }

    /** What a variable's condition asks of the event alone; null if nothing. */
    @Nullable Node base(int variable) {
      return at(variableBase[variable], bases);
    }

    /** What it asks of the partial match; null if the base decides. */
    @Nullable Node rest(int variable) {
      return at(variableRest[variable], others);
    }

    /** The same for the {@code until} of a loop, which has one for events of the type. */
    @Nullable Node untilBase(int loop, int typeId) {
      return at(loopBase[loop][typeId], bases);
    }

    @Nullable Node untilRest(int loop, int typeId) {
      return at(loopRest[loop][typeId], others);
    }

    /** What is to be done when a variable takes an event. */
    RegisterUpdate update(int variable) {
      Variable taken = program.rule().variables().get(variable);
      EventLayout layout = schema.get(taken.type().name());
      List<@Nullable Node> nodes = new ArrayList<>();
      for (int request : arguments[variable]) {
        nodes.add(at(request, others));
      }
      return new ExprCompiler(program.registers())
          .update(variable, nodes, layout, program.rule().place());
    }
  }
}
