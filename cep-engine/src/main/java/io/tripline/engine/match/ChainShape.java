package io.tripline.engine.match;

import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.expression.RegisterTable;
import io.tripline.engine.expression.RegisterUpdate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ChainMatcher} knows of its rule, apart from conditions: steps, and where the parts
 * of a partial match lie. Of hundreds of rules that are alike there is one, so that it is near
 * whichever of them an event wakes ({@link Workbench#shared}). Immutable.
 */
final class ChainShape {
  /** Among the variables that matter: the next event does, whatever it is. */
  static final long NEXT = Long.MIN_VALUE;

  /** Where the registers of a partial match begin. */
  static final int REGISTERS = 16;

  final int last;
  final long within;

  // By step: its variable's bit, and NEXT; the variable; where that is decided by the event alone;
  // what is copied of its event, and the form and slot of its id.
  final long[] wants;
  final int[] variables;
  final boolean[] decided;
  final int[] @Nullable [] copies;
  final EventId.Source[] ids;

  final byte[] blank;
  final int registers;
  final RegisterBlocks blocks;
  final boolean ownsBlocks;
  final RegisterBlocks allBlocks;
  final int cellsAt;
  final int runBytes;

  // All of it that can differ; equal ones are one.
  private final String text;

  ChainShape(Program program, RegisterUpdate[] updates, Conditions conditions) {
    Chain chain = program.chain();
    this.last = chain.length() - 1;
    this.within = program.rule().withinMillis();
    RegisterTable table = program.registers();
    this.blank = table.blankBytes();
    this.registers = program.chainRegisters();
    this.blocks = table.blocks(registers);
    this.ownsBlocks = !blocks.isEmpty();
    this.allBlocks = table.blocks();
    this.cellsAt = REGISTERS + registers;
    this.runBytes = cellsAt + EventCells.BYTES * last;
    this.wants = new long[chain.length()];
    this.variables = new int[wants.length];
    this.decided = new boolean[wants.length];
    this.copies = new int[wants.length] @Nullable [];
    this.ids = new EventId.Source[wants.length];
    for (int step = 0; step < wants.length; step++) {
      wants[step] = chain.bit(step) | (chain.isNext(step) ? NEXT : 0);
      variables[step] = chain.variable(step);
      decided[step] = (program.decided() & chain.bit(step)) != 0;
      copies[step] = updates[variables[step]].copies();
      ids[step] = conditions.id(variables[step]);
    }
    // The shape of states says which registers there are, and so which of them own blocks.
    this.text =
        program.stateShape() + Arrays.deepToString(new Object[] {wants, decided, copies, ids});
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChainShape shape && text.equals(shape.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
