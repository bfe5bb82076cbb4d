package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/**
 * The body of one method that evaluates expressions, while it is written: what its parameters are,
 * and the instructions that all kinds of expressions need. The method is one of an instance with a
 * field {@code nodes} and a field {@code places}, and has an event's bytes, where it begins, and a
 * frame in local variables.
 */
final class CodeWriter {
  static final ClassDesc BYTES = CD_byte.arrayType();
  static final ClassDesc FRAME = desc(Frame.class);
  static final ClassDesc NODE = desc(Node.class);
  static final ClassDesc UTF8 = desc(Utf8.class);
  static final ClassDesc PLACE = desc(Place.class);
  private static final ClassDesc EVENT_BYTES = desc(Bytes.class);

  final CodeBuilder code;
  final ClassConstants constants;
  final @Nullable EventLayout layout;
  final RegisterTable registers;
  final TestWriter tests;
  final NumberWriter numbers;
  final ValueWriter values;

  private final GeneratedClass self;
  private final int bytes;
  private final int base;
  private final int frame;

  /**
   * @param self the class that the method is of
   * @param layout of the tested event, or null if there is none
   * @param bytes local variable with the array that holds the event
   * @param base local variable with the event's first byte
   * @param frame local variable with the frame
   */
  CodeWriter(
      CodeBuilder code,
      GeneratedClass self,
      ClassConstants constants,
      @Nullable EventLayout layout,
      RegisterTable registers,
      int bytes,
      int base,
      int frame) {
    this.code = code;
    this.self = self;
    this.constants = constants;
    this.layout = layout;
    this.registers = registers;
    this.bytes = bytes;
    this.base = base;
    this.frame = frame;
    this.tests = new TestWriter(this);
    this.numbers = new NumberWriter(this);
    this.values = new ValueWriter(this);
  }

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  // ---- pieces of an event

  int offset(Expr.Field field) {
    if (layout == null) {
      throw new IllegalArgumentException("no event is tested at " + field.place());
    }
    return layout.offset(field.field());
  }

  /** Where the value of a feature lies, before the event. */
  int offset(Expr.FeatureValue value) {
    return offset(value, layout);
  }

  static int offset(Expr.FeatureValue value, @Nullable EventLayout layout) {
    if (layout == null) {
      throw new IllegalArgumentException("no event is tested at " + value.place());
    }
    return layout.features().offset(value);
  }

  /** Leaves the eight bytes at an offset of the event. */
  void eventLong(int offset) {
    eventAt(offset);
    code.invokestatic(EVENT_BYTES, "getLong", MethodTypeDesc.of(CD_long, BYTES, CD_int));
  }

  void eventDouble(int offset) {
    eventAt(offset);
    code.invokestatic(EVENT_BYTES, "getDouble", MethodTypeDesc.of(CD_double, BYTES, CD_int));
  }

  private void eventAt(int offset) {
    code.aload(bytes).iload(base).loadConstant(offset).iadd();
  }

  void eventBytes() {
    code.aload(bytes);
  }

  void eventBase() {
    code.iload(base);
  }

  void frame() {
    code.aload(frame);
  }

  // ---- constants

  void place(Place place) {
    int index = constants.place(place);
    code.aload(0).getfield(self.name(), "places", PLACE.arrayType()).loadConstant(index).aaload();
  }

  <T> void constant(T value, Class<T> type) {
    code.ldc(constants.of(value, type));
  }

  /** Leaves the frame and a place: the last arguments of what can fail. */
  void frameAndPlace(Place at) {
    frame();
    place(at);
  }

  // ---- control flow

  void go(Label target, Label next) {
    if (target != next) {
      code.goto_(target);
    }
  }

  /** Jumps if the long on the stack is null. */
  void ifNullLong(Label target) {
    code.loadConstant(Nulls.LONG).lcmp().ifeq(target);
  }

  /** Jumps if the double in a local variable is null. */
  void ifNullDouble(int slot, Label target) {
    code.dload(slot).dload(slot).dcmpl().ifne(target);
  }

  int local(TypeKind kind) {
    return code.allocateLocal(kind);
  }

  // ---- calls

  void callLong(Class<?> owner, String name, ClassDesc... parameters) {
    code.invokestatic(desc(owner), name, MethodTypeDesc.of(CD_long, parameters));
  }

  void callDouble(Class<?> owner, String name, ClassDesc... parameters) {
    code.invokestatic(desc(owner), name, MethodTypeDesc.of(CD_double, parameters));
  }

  void callInt(Class<?> owner, String name, ClassDesc... parameters) {
    code.invokestatic(desc(owner), name, MethodTypeDesc.of(CD_int, parameters));
  }

  void callBoolean(Class<?> owner, String name, ClassDesc... parameters) {
    code.invokestatic(desc(owner), name, MethodTypeDesc.of(CD_boolean, parameters));
  }

  /** Calls the condition that is a method of its own, and leaves its outcome. */
  void callCondition(Expr e) {
    String method = self.condition(e, layout);
    code.aload(0).aload(bytes).iload(base).aload(frame);
    code.invokevirtual(self.name(), method, GeneratedClass.onEvent(CD_int));
  }

  /** Lets the interpreter evaluate an expression: calls a method of its node with the frame. */
  void interpret(Expr e, String method, ClassDesc result) {
    int node = constants.node(e, layout);
    code.aload(0).getfield(self.name(), "nodes", NODE.arrayType()).loadConstant(node).aaload();
    frame();
    code.invokevirtual(NODE, method, MethodTypeDesc.of(result, FRAME));
  }
}
