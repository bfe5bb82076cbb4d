package io.tripline.ingest.json;

/**
 * What is wrong with the value of a field; the field and the value are not known here.
 *
 * @param code of the rejection
 * @param demand how "the field must …" goes on
 * @param namesValue whether the value that was found belongs into the sentence
 */
record Problem(String code, String demand, boolean namesValue) {
  static final String WRONG_TYPE = "wrong_type";

  static final Problem OVERFLOW = new Problem("overflow", "fit into 64 bits", true);

  static Problem wrongType(String demand) {
    return new Problem(WRONG_TYPE, demand, true);
  }
}
