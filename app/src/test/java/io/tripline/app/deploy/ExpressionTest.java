package io.tripline.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExpressionTest {
  @Test
  void itFindsEachMetricAndLabel() {
    Expression expression =
        Expression.of(
            "topk(10, sum by (rule, le) (rate(a_total{i=~\"x(y\", j!=\"b\"}[5m]))) / on (k)"
                + " group_left () b:c > 1e3 and d offset 5m unless up");
    assertThat(expression.metrics()).containsExactly("a_total", "b:c", "d", "up");
    assertThat(expression.labels()).containsExactly("i", "j", "k", "le", "rule");
  }

  @Test
  void aMetricThatThereIsNotIsSeen() throws Exception {
    MetricsPage page = MetricsPage.read();
    Expression.of("rate(tripline_events_total[5m])").check(page, "");
    for (String wrong :
        new String[] {
          "rate(tripline_events[5m])",
          "sum by (rule) (tripline_events_total)",
          "tripline_ring_used_"
        }) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> Expression.of(wrong).check(page, wrong)))
          .isInstanceOf(AssertionError.class);
    }
  }
}
