package io.tripline.rest.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the version that it changes, by {@code If-Match} and {@code If-None-Match}
 * (RFC 9110, section 13.1). The entity tag of a version is its number in quotes.
 */
public final class Preconditions {
  public static final String IF_MATCH = "If-Match";
  public static final String IF_NONE_MATCH = "If-None-Match";
  public static final String ETAG = "ETag";

  /** Where nothing runs. */
  public static final int NO_VERSION = 0;

  private static final String ANY = "*";
  private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?\"([^\"]*)\"\\s*(?:,|$)");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

  private Preconditions() {}

  /** The entity tag of a version. */
  public static String tag(int version) {
    return "\"" + version + "\"";
  }

  /**
   * Whether a version is one that a change expects; {@link #NO_VERSION} stands for none. {@code
   * If-None-Match} has no other meaning for a change than that there is none yet, so it must be
   * {@code *}.
   *
   * @throws ProblemException 400 if a header is not as it must be
   */
  public static IntPredicate of(Context ctx) {
    IntPredicate match = match(ctx.header(IF_MATCH));
    String none = ctx.header(IF_NONE_MATCH);
    if (none == null) {
      return match;
    }
    if (!none.strip().equals(ANY)) {
      throw Problem.of(
              ProblemType.BAD_REQUEST, "The header " + IF_NONE_MATCH + " of a change must be *.")
          .exception();
    }
    return match.and(version -> version == NO_VERSION);
  }

  private static IntPredicate match(@Nullable String header) {
    if (header == null) {
      return version -> true;
    }
    if (header.strip().equals(ANY)) {
      return version -> version != NO_VERSION;
    }
    List<Integer> versions = new ArrayList<>();
    Matcher tags = TAG.matcher(header);
    int end = 0;
    while (tags.find() && tags.start() == end) {
      end = tags.end();
      if (NUMBER.matcher(tags.group(1)).matches()) {
        versions.add(Integer.valueOf(tags.group(1)));
      } // any other is of no version
    }
    if (end == 0 || end != header.length()) {
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "The header " + IF_MATCH + " must be * or entity tags, such as " + tag(3) + ".")
          .exception();
    }
    return versions::contains;
  }
}
