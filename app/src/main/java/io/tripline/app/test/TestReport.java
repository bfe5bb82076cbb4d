package io.tripline.app.test;

import io.tripline.app.test.TestRun.Timed;
import java.io.IOException;
import java.io.OutputStream;

/** Where each test is told as soon as it has run. */
sealed interface TestReport permits TextTestReport, JsonTestReport {
  void tell(Timed test, OutputStream out) throws IOException;
}
