package io.tripline.rest.resource;

import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.NewKey;
import io.tripline.state.ApiKey;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a caller sends to have a key made, not yet checked. */
record KeyRequest(
    @Meaning(value = "What it is for, 1 to 100 characters.", required = true) @Nullable String name,
    @Meaning(value = "One or more of ingest, read, author, admin.", required = true)
        @Nullable List<@Nullable String> scopes,
    @Meaning("When it stops being good, ISO 8601 with a zone; null for never.")
        @Nullable String expiresAt) {

  /**
   * @param now ms since 1970
   * @throws ProblemException 400
   */
  NewKey checked(long now) {
    List<String> given =
        scopes == null
            ? List.of()
            : scopes.stream().map(each -> Objects.requireNonNullElse(each, "")).toList();
    try {
      return NewKey.checked(Objects.requireNonNullElse(name, ""), given, expiry(), now);
    } catch (NewKey.WrongException e) {
      throw wrong(e.part(), String.valueOf(e.getMessage()));
    }
  }

  private long expiry() {
    if (expiresAt == null) {
      return ApiKey.NEVER;
    }
    try {
      return OffsetDateTime.parse(expiresAt).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong("expires_at", "must be a time such as 2026-01-31T10:00:00Z");
    }
  }

  private static ProblemException wrong(String member, String what) {
    return Problem.of(ProblemType.BAD_REQUEST, "The member " + member + " " + what + ".")
        .with("member", member)
        .exception();
  }
}
