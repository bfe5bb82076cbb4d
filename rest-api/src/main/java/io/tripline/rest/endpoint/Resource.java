package io.tripline.rest.endpoint;

import java.util.List;

/** Something that has endpoints. */
@FunctionalInterface
public interface Resource {
  List<Endpoint> endpoints();
}
