package io.tripline.engine.expression;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * One of the expressions of a generated class, which extends this: each instance stands for the
 * expression of its index.
 */
abstract class GeneratedNode extends Node {
  /** What the generated code leaves to the interpreter. */
  final Node[] nodes;

  /** Where in the text of the rule stands what can fail. */
  final Place[] places;

  /** Which expression. */
  int index;

  private Type type = Type.Simple.NULL;
  private final Utf8 view = new Utf8();

  GeneratedNode(Node[] nodes, Place[] places) {
    this.nodes = nodes;
    this.places = places;
  }

  GeneratedNode standFor(int expression, Type itsType) {
    index = expression;
    type = itsType;
    return this;
  }

  /** Called by generated code: what {@link #asText} gives. */
  final @Nullable Utf8 view(byte[] bytes, int from, int length) {
    return length < 0 ? null : view.wrap(bytes, from, length);
  }

  @Override
  public final @Nullable Object asObject(Frame frame) {
    if (type == Type.Simple.GEO) {
      return asGeo(frame) ? new Geo(frame.latitude, frame.longitude) : null;
    }
    if (type == Type.Simple.IP) {
      return asIp(frame) ? new IpAddress(frame.high, frame.low) : null;
    }
    return null;
  }
}
