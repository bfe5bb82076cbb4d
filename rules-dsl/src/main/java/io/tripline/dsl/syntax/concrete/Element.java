package io.tripline.dsl.syntax.concrete;

/** A piece of a file: a node with children, or a leaf. */
public sealed interface Element permits Node, Leaf {
  /** Where it begins: an index into the file's text, in UTF-16 units, comments before it apart. */
  int start();

  /** Where it ends: the index behind its last character, comments behind it apart. */
  int end();
}
