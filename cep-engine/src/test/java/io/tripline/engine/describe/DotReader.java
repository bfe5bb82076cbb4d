package io.tripline.engine.describe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the language of Graphviz, as far as its grammar goes: names, quoted strings, attribute
 * lists, subgraphs, nodes and edges. Anything else is an error.
 */
final class DotReader {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(->|[{}\\[\\];=,])|([A-Za-z_]\\w*|\\d+)|\"((?:[^\"\\\\]|\\\\.)*)\"|(\\z))");

  /** Labels by node, and by edge as {@code from->to}. */
  final Map<String, List<String>> labels = new HashMap<>();

  /** Labels of subgraphs, in order. */
  final List<String> clusters = new ArrayList<>();

  private final Matcher matcher;
  private String token = "";
  private boolean isText;

  DotReader(String text) {
    matcher = TOKEN.matcher(text);
    next();
    expect("digraph");
    next();
    statements();
    if (!token.isEmpty()) {
      throw new IllegalArgumentException("after the end: " + token);
    }
  }

  private void next() {
    if (!matcher.lookingAt()) {
      throw new IllegalArgumentException("no token at " + matcher.regionStart());
    }
    isText = matcher.group(3) != null;
    token = isText ? unescaped(matcher.group(3)) : matcher.group().strip();
    matcher.region(matcher.end(), matcher.regionEnd());
  }

  private void expect(String expected) {
    if (isText || !token.equals(expected)) {
      throw new IllegalArgumentException(expected + " expected, not " + token);
    }
    next();
  }

  private String name() {
    String name = token;
    if (!isText && !name.matches("\\w+")) {
      throw new IllegalArgumentException("a name expected, not " + name);
    }
    next();
    return name;
  }

  private void statements() {
    expect("{");
    while (isText || !token.equals("}")) {
      statement();
    }
    expect("}");
  }

  private void statement() {
    String first = name();
    if (first.equals("subgraph")) {
      name();
      statements();
      return;
    }
    if (token.equals("=") && !isText) {
      next();
      String value = name();
      if (first.equals("label")) {
        clusters.add(value);
      }
    } else {
      String what = first;
      while (token.equals("->") && !isText) {
        next();
        what += "->" + name();
      }
      labels.computeIfAbsent(what, k -> new ArrayList<>()).add(attributes());
    }
    expect(";");
  }

  private String attributes() {
    String label = "";
    while (token.equals("[") && !isText) {
      next();
      while (isText || !token.equals("]")) {
        String attribute = name();
        expect("=");
        String value = name();
        label = attribute.equals("label") ? value : label;
        if (token.equals(",") && !isText) {
          next();
        }
      }
      expect("]");
    }
    return label;
  }

  /** As Graphviz shows a label. */
  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        char escaped = text.charAt(++i);
        switch (escaped) {
          case 'n' -> out.append('\n');
          case '"', '\\' -> out.append(escaped);
          default -> throw new IllegalArgumentException("an escape with a meaning: " + escaped);
        }
      } else if (text.startsWith("&amp;", i)) {
        out.append('&');
        i += "&amp;".length() - 1;
      } else if (c == '&') {
        throw new IllegalArgumentException("an entity at " + i + " of " + text);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
