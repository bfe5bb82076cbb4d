package io.tripline.benchmarks.http;

import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A day of a bank, made before anything is timed: its events, each under an id of its own, and what
 * the bank knows of its customers, merchants and countries. Equal settings give equal bytes.
 */
final class BankWorld {
  private static final long SEED = 20_261_122;
  private static final double FRAUD = 0.01;

  // No rule takes it, so no decision can be asked for.
  private static final String OF_NO_RULE = "{\"type\":\"CardBlocked\"";

  private final byte[] bytes;
  private final int[] starts;
  private final Set<String> accounts = new LinkedHashSet<>();
  private final Set<String> merchants = new LinkedHashSet<>();
  private final Set<String> countries = new LinkedHashSet<>();

  /**
   * @param events how many, at least
   * @param cards over how many they are spread
   */
  BankWorld(int events, int cards) {
    byte[] lines = lines(events + events / 500 + 1, cards);
    bytes = new byte[lines.length];
    starts = new int[events + 1];
    int count = 0;
    int to = 0;
    for (int from = 0; count < events; ) {
      int end = from;
      while (lines[end] != '\n') {
        end++;
      }
      String line = new String(lines, from, end - from, StandardCharsets.UTF_8);
      if (!line.startsWith(OF_NO_RULE)) {
        add("account", line, accounts);
        add("merchant", line, merchants);
        add("country", line, countries);
        System.arraycopy(lines, from, bytes, to, end - from);
        to += end - from;
        starts[++count] = to;
      }
      from = end + 1;
    }
  }

  private static byte[] lines(int events, int cards) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(300 * events);
    try {
      new PaymentWorld(WorldSettings.of(events, cards, SEED, FRAUD)).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The text of a member, as the generator writes it: no spaces, and no escapes in these. */
  private static void add(String member, String line, Set<String> to) {
    String before = "\"" + member + "\":\"";
    int from = line.indexOf(before);
    if (from >= 0) {
      int start = from + before.length();
      to.add(line.substring(start, line.indexOf('"', start)));
    }
  }

  int events() {
    return starts.length - 1;
  }

  /** The length of an event's JSON object, bytes. */
  int length(int event) {
    return starts[event + 1] - starts[event];
  }

  /** Puts an event's JSON object into a buffer that has room for it. */
  void put(int event, ByteBuffer out) {
    out.put(bytes, starts[event], length(event));
  }

  /** Whether bytes begin with the id of an event and the quote that ends it. */
  boolean isId(int event, byte[] of, int from) {
    int at = Ascii.indexOf(bytes, starts[event], starts[event + 1], Ascii.ID) + Ascii.ID.length;
    for (int i = 0; ; i++) {
      if (of[from + i] != bytes[at + i]) {
        return false;
      }
      if (bytes[at + i] == '"') {
        return true;
      }
    }
  }

  /** CSV for each list that the rules declare, by its name. */
  Map<String, String> lists() {
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put("cash_like_mcc", csv("value", List.of("5944", "5947", "6051", "7995")));
    lists.put("common_payees", csv("value", List.of("power", "water", "tax_office")));
    lists.put("shared_devices", csv("value", List.of("kiosk1", "kiosk2", "branch7")));
    lists.put("watched_merchants", csv("value", every(20, merchants)));
    return lists;
  }

  /** CSV for each table, likewise. */
  Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("customers", rows("account,opened,segment,daily_limit", accounts, this::customer));
    tables.put(
        "merchants",
        rows(
            "merchant,onboarded",
            merchants,
            (name, i) -> name + (i % 40 == 0 ? ",2026-01-15T00:00:00Z" : ",2020-01-01T00:00:00Z")));
    tables.put("countries", rows("country,risk", countries, (name, i) -> name + "," + i * 7 % 10));
    return tables;
  }

  private String customer(String account, int i) {
    return String.format(
        Locale.ROOT,
        "%s,20%02d-01-01T00:00:00Z,%s,%s",
        account,
        10 + i % 15,
        List.of("PRIVATE", "STUDENT", "BUSINESS", "PRIVATE").get(i % 4),
        i % 3 == 0 ? "" : 500 + i % 40 * 50 + ".00");
  }

  private interface Row {
    String of(String key, int index);
  }

  private static String rows(String header, Set<String> keys, Row row) {
    String[] lines = new String[keys.size()];
    int i = 0;
    for (String key : keys) {
      lines[i] = row.of(quoted(key), i);
      i++;
    }
    return csv(header, Arrays.asList(lines));
  }

  private static List<String> every(int step, Set<String> all) {
    int[] index = {0};
    return all.stream().filter(each -> index[0]++ % step == 0).map(BankWorld::quoted).toList();
  }

  private static String quoted(String text) {
    return text.indexOf(',') < 0 ? text : '"' + text + '"';
  }

  private static String csv(String header, List<String> lines) {
    return header + "\n" + String.join("\n", lines) + "\n";
  }
}
