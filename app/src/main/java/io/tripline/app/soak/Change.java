package io.tripline.app.soak;

/**
 * A change of rules at one place in the stream.
 *
 * @param at how many events come before it
 * @param method of the request
 * @param path of it
 * @param body of it
 * @param version of the rule set from then on; 0 if it leaves that alone, and may be made twice
 */
record Change(int at, String method, String path, String body, int version) {
  boolean isDeployment() {
    return version > 0;
  }
}
