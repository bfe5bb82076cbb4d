package io.tripline.rest.resource;

import io.tripline.rest.endpoint.Parameter;

/** Parameters that several endpoints have. */
final class Parameters {
  /** Of a page. */
  static final Parameter<Long> LIMIT =
      Parameter.number("limit", 1, 1000, "The most that a page may have.").usually(100L);

  private Parameters() {}
}
