package io.tripline.engine.pipeline;

import java.util.List;
import java.util.Map;

/** What keeps states by a key: a running rule, or a running series of windows. */
sealed interface Keyed permits RunningRule, RunningSeries {
  /** Under which they are stored. */
  long stateId();

  /** How much later than a younger event one of its may come, and still be in order, ms. */
  long lateness();

  /** In which pass over the events of a lane it has its turn; see {@link RunningLevels}. */
  int level();

  /** By the name of an event type that it takes, the fields that give the key. */
  Map<String, List<Integer>> keyFields();
}
