package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Place;

/** A name where it stands, without back-quotes. */
public record Name(String text, Place place) {
  @Override
  public String toString() {
    return text;
  }
}
