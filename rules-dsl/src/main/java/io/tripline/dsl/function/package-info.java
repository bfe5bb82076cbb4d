/**
 * The function registry: one declaration a function, with signature, implementation and
 * documentation; checker, compiler, completion and the reference page read it.
 */
@NullMarked
package io.tripline.dsl.function;

import org.jspecify.annotations.NullMarked;
