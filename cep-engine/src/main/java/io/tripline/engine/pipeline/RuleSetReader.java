package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;

/**
 * Compiles the stored text of a rule set again: recovery needs it, and the engine has no parser.
 */
@FunctionalInterface
public interface RuleSetReader {
  /**
   * Compiles a text that compiled when it was deployed.
   *
   * @throws IllegalStateException if the text, which was fine once, no longer compiles
   */
  RuleSet read(String name, String text);
}
