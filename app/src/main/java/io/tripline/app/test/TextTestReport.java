package io.tripline.app.test;

import io.tripline.app.test.TestRun.Timed;
import io.tripline.engine.ruletest.TestResult;
import io.tripline.engine.ruletest.TestResult.Difference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A line for each test, and below it why it failed. */
final class TextTestReport implements TestReport {
  @Override
  public void tell(Timed test, OutputStream out) throws IOException {
    TestResult result = test.result();
    String word =
        switch (result.outcome()) {
          case PASSED -> "ok       ";
          case FAILED -> "FAILED   ";
          case NOT_RUN -> "not run  ";
        };
    StringBuilder text = new StringBuilder(word);
    text.append(result.test().rule()).append(": ").append(test.title());
    text.append("  (").append(test.millis()).append(")\n");
    text.append(differences(result, "         "));
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Why a test failed, line by line; empty if it did not. */
  static String differences(TestResult result, String indent) {
    StringBuilder text = new StringBuilder();
    for (Difference difference : result.differences()) {
      text.append(indent).append(difference.place()).append(": ");
      text.append(difference.summary()).append('\n');
      for (String line : difference.details()) {
        text.append(indent).append("  ").append(line).append('\n');
      }
    }
    return text.toString();
  }
}
