package io.tripline.examples.world;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns drafts into lines of JSON: {@code type} first, then the fields, then the labels. */
final class EventWriter {
  /** More than any line takes. */
  private static final int LONGEST_LINE = 1 << 10;

  private static final int ACCOUNT_DIGITS = 8;
  private static final int PAYEE_DIGITS = 10;

  private static final byte[] NULL = LineBuffer.utf8("null");
  private static final byte[] TIME = LineBuffer.utf8("\",\"time\":\"");
  private static final byte[] CARD = LineBuffer.utf8(",\"card\":\"");
  private static final byte[] CURRENCY = LineBuffer.utf8(",\"currency\":\"");
  private static final byte[] MERCHANT = LineBuffer.utf8(",\"merchant\":\"");
  private static final byte[] COUNTRY = LineBuffer.utf8(",\"country\":\"");
  private static final byte[] CHANNEL = LineBuffer.utf8(",\"channel\":\"");
  private static final byte[] METHOD = LineBuffer.utf8(",\"method\":\"");
  private static final byte[] REASON = LineBuffer.utf8(",\"reason\":\"");
  private static final byte[] NAME = LineBuffer.utf8(",\"name\":\"");
  private static final byte[] ACCOUNT = LineBuffer.utf8(",\"account\":\"A");
  private static final byte[] PAYEE = LineBuffer.utf8(",\"payee\":\"P");
  private static final byte[] PAYER = LineBuffer.utf8(",\"payer\":\"P");
  private static final byte[] AMOUNT = LineBuffer.utf8(",\"amount\":");
  private static final byte[] MCC = LineBuffer.utf8(",\"mcc\":");
  private static final byte[] DEVICE = LineBuffer.utf8(",\"device\":");
  private static final byte[] IP = LineBuffer.utf8(",\"ip\":");
  private static final byte[] PLACE = LineBuffer.utf8(",\"place\":");
  private static final byte[] LON = LineBuffer.utf8(",\"lon\":");
  private static final byte[] EPISODE = LineBuffer.utf8(",\"episode\":");
  private static final byte[] LAT = LineBuffer.utf8("{\"lat\":");
  private static final byte[] SIX = LineBuffer.utf8("\"2001:db8:");
  private static final byte[] SIX_END = LineBuffer.utf8("::1\"");
  private static final byte[] APPROVED = LineBuffer.utf8(",\"approved\":true");
  private static final byte[] NOT_APPROVED = LineBuffer.utf8(",\"approved\":false");
  private static final byte[] SUCCESS = LineBuffer.utf8(",\"success\":true");
  private static final byte[] NO_SUCCESS = LineBuffer.utf8(",\"success\":false");
  private static final byte[] NEW_DEVICE = LineBuffer.utf8(",\"new_device\":true");
  private static final byte[] KNOWN_DEVICE = LineBuffer.utf8(",\"new_device\":false");
  private static final byte[] DEBIT = LineBuffer.utf8(",\"direction\":\"DEBIT\"");
  private static final byte[] CREDIT = LineBuffer.utf8(",\"direction\":\"CREDIT\"");
  private static final byte[] FRAUD = LineBuffer.utf8(",\"fraud\":1,\"scenario\":");
  private static final byte[] NO_FRAUD = LineBuffer.utf8(",\"fraud\":0,\"scenario\":");
  private static final byte[] END = LineBuffer.utf8("}\n");

  private static final byte[][] TYPES = each(EventDraft.Type.values(), t -> opening(t.label));
  private static final byte[][] CHANNELS = each(EventDraft.Channel.values(), Enum::name);
  private static final byte[][] METHODS = each(EventDraft.Method.values(), Enum::name);
  private static final byte[][] REASONS = each(EventDraft.Reason.values(), Enum::name);
  private static final byte[][] SCENARIOS = each(Scenario.values(), s -> '"' + s.label() + '"');
  private static final byte[][] COUNTRIES = new byte[Cities.count()][];
  private static final byte[][] CURRENCIES = new byte[Cities.count()][];

  static {
    for (int city = 0; city < Cities.count(); city++) {
      COUNTRIES[city] = LineBuffer.utf8(Cities.get(city).country());
      CURRENCIES[city] = LineBuffer.utf8(Cities.get(city).currency());
    }
  }

  private final Population people;
  private final Merchants merchants;
  private final CardNumbers cardNumbers;
  private final Clock clock = new Clock();

  EventWriter(Population people, Merchants merchants, CardNumbers cardNumbers) {
    this.people = people;
    this.merchants = merchants;
    this.cardNumbers = cardNumbers;
  }

  /** Appends the line, with its line feed. */
  void write(EventDraft event, long id, LineBuffer out) {
    out.reserve(LONGEST_LINE);
    out.put(TYPES[event.type.ordinal()]);
    out.number(id);
    out.put(TIME);
    clock.write(out, event.time);
    out.put('"');
    switch (event.type) {
      case PAYMENT -> payment(event, out);
      case LOGIN -> login(event, out);
      case PASSWORD_RESET -> reset(event, out);
      case PAYEE_ADDED -> payeeAdded(event, out);
      case TRANSFER -> transfer(event, out);
      case CARD_BLOCKED -> blocked(event, out);
    }
    labels(event, event.scenario, out);
    out.put(END);
  }

  private static String opening(String type) {
    return "{\"type\":\"" + type + "\",\"id\":\"e";
  }

  private void payment(EventDraft event, LineBuffer out) {
    int merchant = event.merchant;
    card(event, out);
    account(event, out);
    amount(event, out);
    text(MERCHANT, merchants.name(merchant), out);
    out.put(MCC);
    out.number(merchants.category(merchant).mcc);
    text(COUNTRY, COUNTRIES[merchants.city(merchant)], out);
    text(CHANNEL, CHANNELS[event.channel.ordinal()], out);
    out.put(event.approved ? APPROVED : NOT_APPROVED);
    origin(event, out);
    if (event.place != EventDraft.MISSING) {
      out.put(PLACE);
      if (event.place == EventDraft.NULL) {
        out.put(NULL);
      } else {
        out.put(LAT);
        out.tenThousandths(merchants.lat(merchant));
        out.put(LON);
        out.tenThousandths(merchants.lon(merchant));
        out.put('}');
      }
    }
  }

  private void login(EventDraft event, LineBuffer out) {
    account(event, out);
    origin(event, out);
    text(COUNTRY, COUNTRIES[event.city], out);
    out.put(event.success ? SUCCESS : NO_SUCCESS);
    out.put(event.newDevice ? NEW_DEVICE : KNOWN_DEVICE);
  }

  private void reset(EventDraft event, LineBuffer out) {
    account(event, out);
    text(METHOD, METHODS[event.method.ordinal()], out);
    origin(event, out);
  }

  private void payeeAdded(EventDraft event, LineBuffer out) {
    account(event, out);
    padded(PAYEE, event.counterparty, PAYEE_DIGITS, out);
    text(NAME, Names.of(event.counterparty), out);
    origin(event, out);
  }

  private void transfer(EventDraft event, LineBuffer out) {
    account(event, out);
    out.put(event.outgoing ? DEBIT : CREDIT);
    amount(event, out);
    padded(event.outgoing ? PAYEE : PAYER, event.counterparty, PAYEE_DIGITS, out);
    origin(event, out);
  }

  private void blocked(EventDraft event, LineBuffer out) {
    card(event, out);
    account(event, out);
    text(REASON, REASONS[event.reason.ordinal()], out);
  }

  private void card(EventDraft event, LineBuffer out) {
    long number = cardNumbers.of(event.card, people.home(event.account));
    padded(CARD, number, CardNumbers.DIGITS, out);
  }

  private static void account(EventDraft event, LineBuffer out) {
    padded(ACCOUNT, event.account + 1L, ACCOUNT_DIGITS, out);
  }

  private void amount(EventDraft event, LineBuffer out) {
    out.put(AMOUNT);
    out.cents(event.cents);
    text(CURRENCY, CURRENCIES[people.home(event.account)], out);
  }

  private static void text(byte[] key, byte[] value, LineBuffer out) {
    out.put(key);
    out.put(value);
    out.put('"');
  }

  private static void padded(byte[] key, long value, int digits, LineBuffer out) {
    out.put(key);
    out.padded(value, digits);
    out.put('"');
  }

  /** Device and address. */
  private static void origin(EventDraft event, LineBuffer out) {
    if (event.device != EventDraft.MISSING) {
      out.put(DEVICE);
      if (event.device == EventDraft.NULL) {
        out.put(NULL);
      } else {
        out.put('"');
        out.put('d');
        out.hex(event.device, 12);
        out.put('"');
      }
    }
    if (event.address != EventDraft.MISSING) {
      out.put(IP);
      address(event.address, out);
    }
  }

  private static void address(long address, LineBuffer out) {
    if (address == EventDraft.NULL) {
      out.put(NULL);
    } else if (address > 0) {
      out.put('"');
      out.number(address >>> 24);
      out.put('.');
      out.number(address >>> 16 & 255);
      out.put('.');
      out.number(address >>> 8 & 255);
      out.put('.');
      out.number(address & 255);
      out.put('"');
    } else {
      out.put(SIX);
      out.hex(-address >>> 32, 4);
      out.put(':');
      out.hex(-address >>> 16, 4);
      out.put(':');
      out.hex(-address, 4);
      out.put(SIX_END);
    }
  }

  private static void labels(EventDraft event, @Nullable Scenario scenario, LineBuffer out) {
    out.put(event.fraud ? FRAUD : NO_FRAUD);
    if (scenario == null) {
      out.put(NULL);
    } else {
      out.put(SCENARIOS[scenario.ordinal()]);
      out.put(EPISODE);
      out.number(event.episode);
    }
  }

  private static <T> byte[][] each(T[] values, Function<T, String> text) {
    byte[][] bytes = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = LineBuffer.utf8(text.apply(values[i]));
    }
    return bytes;
  }
}
