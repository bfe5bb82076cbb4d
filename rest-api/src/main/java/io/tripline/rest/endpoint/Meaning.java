package io.tripline.rest.endpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a member of a JSON object means, for the API's document; says units and bounds. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Meaning {
  String value();

  /** Whether a request must have the member. An answer has all its members anyway. */
  boolean required() default false;
}
