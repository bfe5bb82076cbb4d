package io.tripline.app.test;

import io.tripline.app.test.TestRun.Timed;
import io.tripline.engine.ruletest.TestResult.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the XML that build servers read: a suite for each rule, a case for each test. A test that
 * could not run is an error and no failure, since it says nothing against its rule.
 */
final class JUnitReport {
  private final StringBuilder xml = new StringBuilder();

  private JUnitReport() {}

  static String of(TestRun run) {
    JUnitReport report = new JUnitReport();
    report.write(run);
    return report.xml.toString();
  }

  private void write(TestRun run) {
    Map<String, List<Timed>> suites = new LinkedHashMap<>();
    for (Timed test : run.tests()) {
      suites.computeIfAbsent(test.result().test().rule(), r -> new ArrayList<>()).add(test);
    }
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    open("testsuites", "tripline", run);
    suites.forEach(
        (rule, tests) -> {
          open("testsuite", rule, new TestRun(tests));
          tests.forEach(this::testCase);
          xml.append("</testsuite>\n");
        });
    xml.append("</testsuites>\n");
  }

  private void open(String element, String name, TestRun run) {
    xml.append('<').append(element);
    attribute("name", name);
    attribute("tests", Integer.toString(run.tests().size()));
    attribute("failures", Long.toString(run.count(Outcome.FAILED)));
    attribute("errors", Long.toString(run.count(Outcome.NOT_RUN)));
    attribute("time", seconds(run.nanos()));
    xml.append(">\n");
  }

  private void testCase(Timed test) {
    xml.append("<testcase");
    attribute("name", test.title());
    attribute("classname", test.result().test().rule());
    attribute("time", seconds(test.nanos()));
    if (test.result().outcome() == Outcome.PASSED) {
      xml.append("/>\n");
      return;
    }
    String element = test.result().outcome() == Outcome.FAILED ? "failure" : "error";
    xml.append("><").append(element);
    attribute("message", test.result().differences().getFirst().summary());
    attribute("type", test.result().differences().getFirst().kind().text());
    xml.append('>');
    TextTestReport.differences(test.result(), "")
        .lines()
        .forEach(
            line -> {
              escape(line);
              xml.append('\n');
            });
    xml.append("</").append(element).append("></testcase>\n");
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.4f", nanos / 1e9);
  }

  private void attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"");
    escape(value);
    xml.append('"');
  }

  /** What XML cannot hold at all becomes U+FFFD. */
  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\t', '\n', '\r' -> xml.append("&#").append(c).append(';');
                default -> xml.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
  }

  private static boolean isXml(int c) {
    return c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
  }
}
