package io.tripline.benchmarks.workload;

import java.util.List;

/**
 * A card payment as a plain object: primitive where it can be, so that whoever matches it pays for
 * no conversion. Immutable.
 */
public final class Payment {
  /** Codes of {@link #getChannel}, in the order in which the rules' event type declares them. */
  public static final int POS = 0;

  public static final int ECOM = 1;
  public static final int ATM = 2;

  private static final List<String> CHANNELS = List.of("POS", "ECOM", "ATM");

  private final long number;
  private final String id;
  private final long time;
  private final String card;
  private final String account;
  private final long cents;
  private final String merchant;
  private final int mcc;
  private final String country;
  private final int channel;
  private final boolean approved;
  private final String device;
  private final double lat;
  private final double lon;

  /**
   * @param number its place in the stream, from 1; alerts name it
   * @param time ms
   * @param lat NaN, as {@code lon}, where there is no place
   */
  Payment(
      long number,
      String id,
      long time,
      String card,
      String account,
      long cents,
      String merchant,
      int mcc,
      String country,
      int channel,
      boolean approved,
      String device,
      double lat,
      double lon) {
    this.number = number;
    this.id = id;
    this.time = time;
    this.card = card;
    this.account = account;
    this.cents = cents;
    this.merchant = merchant;
    this.mcc = mcc;
    this.country = country;
    this.channel = channel;
    this.approved = approved;
    this.device = device;
    this.lat = lat;
    this.lon = lon;
  }

  public long getNumber() {
    return number;
  }

  public String getId() {
    return id;
  }

  public long getTime() {
    return time;
  }

  /** The same payment at another time. */
  Payment later(long millis) {
    return new Payment(
        number,
        id,
        time + millis,
        card,
        account,
        cents,
        merchant,
        mcc,
        country,
        channel,
        approved,
        device,
        lat,
        lon);
  }

  public String getCard() {
    return card;
  }

  public String getAccount() {
    return account;
  }

  public long getCents() {
    return cents;
  }

  public String getMerchant() {
    return merchant;
  }

  public int getMcc() {
    return mcc;
  }

  public String getCountry() {
    return country;
  }

  public int getChannel() {
    return channel;
  }

  /** How rules and records name the channel of a code. */
  public static String channelName(int code) {
    return CHANNELS.get(code);
  }

  public boolean isApproved() {
    return approved;
  }

  public String getDevice() {
    return device;
  }

  public double getLat() {
    return lat;
  }

  public double getLon() {
    return lon;
  }
}
