package io.tripline.examples.world;

/**
 * Network addresses, all from ranges that nobody on the internet owns: shared address space
 * (100.64.0.0/10) and documentation (2001:db8::/32) for customers, the benchmark range
 * (198.18.0.0/15) for anonymizing proxies. A version 4 address is its 32 bits; version 6 is the
 * negative of 48 bits that stand after the prefix.
 */
final class Addresses {
  private Addresses() {}

  static long four(long bits) {
    return 0x64400000L | (bits & 0x3FFFFF);
  }

  static long proxy(long bits) {
    return 0xC6120000L | (bits & 0x1FFFF);
  }

  static long six(long bits) {
    // −1 means null in a draft.
    return -(bits & 0xFFFF_FFFF_FFFFL) - 2;
  }
}
