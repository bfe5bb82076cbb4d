package io.tripline.examples.world;

/** The numbers that keep the random sequences of one seed apart. */
final class Streams {
  static final long MERCHANTS = 1;
  static final long PEOPLE = 2;
  static final long EVERYDAY = 3;
  static final long FRAUD = 4;
  static final long LOOK_ALIKES = 5;
  static final long DEVICES = 6;
  static final long ADDRESSES = 7;
  static final long PAYEES = 8;
  static final long HABITS = 9;
  static final long STRANGERS = 10;
  static final long CARD_NUMBERS = 11;
  static final long NEIGHBORS = 12;
  static final long OWN_NUMBERS = 13;

  private Streams() {}
}
