package io.tripline.examples.world;

/** Names of payees: people from everywhere, the same for the same payee. */
final class Names {
  private static final byte[][] ALL = all();

  private Names() {}

  /** The name as the inside of a JSON string, UTF-8. */
  static byte[] of(long payee) {
    return ALL[(int) (payee % ALL.length)];
  }

  private static byte[][] all() {
    String[] given = {"Zoë", "Łukasz", "José", "Søren", "Anna", "Ming", "Aoife", "Élise", "Paul"};
    String[] family = {"Müller", "Nowak", "Núñez", "Åberg", "O'Brien", "Li", "Ferreira", "Smith"};
    byte[][] names = new byte[given.length * family.length + 2][];
    for (int i = 0; i < given.length; i++) {
      for (int j = 0; j < family.length; j++) {
        names[i * family.length + j] = LineBuffer.utf8(given[i] + " " + family[j]);
      }
    }
    names[names.length - 2] = LineBuffer.utf8("佐藤 花子");
    names[names.length - 1] = LineBuffer.utf8("Ελένη Παππά");
    return names;
  }
}
