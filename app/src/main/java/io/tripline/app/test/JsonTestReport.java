package io.tripline.app.test;

import io.tripline.app.test.TestRun.Timed;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.engine.ruletest.TestResult.Difference;
import io.tripline.rest.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object a line, for programs. */
final class JsonTestReport implements TestReport {
  private record Line(
      String rule,
      @Nullable String test,
      String file,
      int line,
      int column,
      String outcome,
      double millis,
      List<Reason> differences) {}

  private record Reason(
      String kind, String file, int line, int column, String summary, List<String> details) {}

  @Override
  public void tell(Timed test, OutputStream out) throws IOException {
    RuleTest ran = test.result().test();
    out.write(
        Json.bytes(
            new Line(
                ran.rule(),
                ran.title(),
                ran.place().file(),
                ran.place().line(),
                ran.place().column(),
                test.result().outcome().name().toLowerCase(java.util.Locale.ROOT),
                test.nanos() / 1e6,
                test.result().differences().stream().map(JsonTestReport::reason).toList())));
    out.write('\n');
  }

  private static Reason reason(Difference difference) {
    Place place = difference.place();
    return new Reason(
        difference.kind().text(),
        place.file(),
        place.line(),
        place.column(),
        difference.summary(),
        difference.details());
  }
}
