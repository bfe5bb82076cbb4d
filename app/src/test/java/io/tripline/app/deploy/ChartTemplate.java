package io.tripline.app.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Renders the templates of the chart: as much of Helm's language as these use, and no more.
 * Whatever else is in one fails the test, so that a template is either rendered here as Helm does
 * it, or noticed.
 */
final class ChartTemplate {
  private static final Pattern ACTION = Pattern.compile("(\\s*)\\{\\{(-?) (.*?) }}");
  private static final Pattern PLACE = Pattern.compile("\\.[A-Z]\\w*(\\.\\w+)+");

  private final Map<String, Object> top;

  /**
   * @param top what {@code .} is: Values, Release, Chart
   */
  ChartTemplate(Map<String, Object> top) {
    this.top = top;
  }

  String render(String text) {
    StringBuilder out = new StringBuilder();
    Deque<Boolean> shown = new ArrayDeque<>();
    Matcher actions = ACTION.matcher(text);
    int at = 0;
    while (actions.find()) {
      boolean show = !shown.contains(false);
      if (show) {
        out.append(text, at, actions.start());
      }
      at = actions.end();
      if (show && actions.group(2).isEmpty()) {
        out.append(actions.group(1)); // a dash takes the white space before away
      }
      String action = actions.group(3);
      if (action.equals("end")) {
        shown.pop();
      } else if (action.startsWith("if ")) {
        shown.push(isTrue(value(action.substring(3))));
      } else if (show) {
        out.append(piped(action));
      }
    }
    if (!shown.isEmpty()) {
      throw new IllegalStateException("an if without an end");
    }
    String rendered = out.append(text.substring(at)).toString();
    if (rendered.contains("{{")) {
      throw new IllegalStateException("not rendered: " + rendered);
    }
    return rendered;
  }

  private String piped(String action) {
    String[] steps = action.split(" \\| ");
    String result =
        steps[0].startsWith("toYaml ")
            ? yaml(value(steps[0].substring(7)))
            : String.valueOf(value(steps[0]));
    for (int i = 1; i < steps.length; i++) {
      if (steps[i].equals("quote")) {
        result = "\"" + result.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      } else if (steps[i].equals("sha256sum")) {
        result = Integer.toHexString(result.hashCode()); // it has to change, and to be a word
      } else if (steps[i].matches("nindent \\d+")) {
        result = ("\n" + result).replace("\n", "\n" + " ".repeat(number(steps[i])));
      } else {
        throw new IllegalStateException("not known here: " + steps[i]);
      }
    }
    return result;
  }

  private static int number(String step) {
    return Integer.parseInt(step.substring(step.indexOf(' ') + 1));
  }

  private static String yaml(@Nullable Object value) {
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(value).stripTrailing();
  }

  private static boolean isTrue(@Nullable Object value) {
    return value != null
        && !value.equals("")
        && !value.equals(false)
        && !value.equals(Map.of())
        && !value.equals(List.of());
  }

  private @Nullable Object value(String place) {
    if (!PLACE.matcher(place).matches()) {
      throw new IllegalStateException("not known here: " + place);
    }
    Object value = top;
    for (String name : place.substring(1).split("\\.")) {
      if (!(value instanceof Map<?, ?> map) || !map.containsKey(name)) {
        throw new IllegalStateException("there is no " + place);
      }
      value = map.get(name);
    }
    return value;
  }
}
