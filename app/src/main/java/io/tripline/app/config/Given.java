package io.tripline.app.config;

import java.util.List;

/**
 * What somebody has given a setting.
 *
 * @param values as written; several only for a setting that takes several
 * @param from where, as a user finds it: {@code tripline.yaml:7} or {@code TRIPLINE_PORT}
 */
record Given(List<String> values, String from) {
  Given {
    values = List.copyOf(values);
  }
}
