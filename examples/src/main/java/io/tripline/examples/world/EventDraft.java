package io.tripline.examples.world;

import org.jspecify.annotations.Nullable;

/**
 * An event before it is bytes: only numbers, which {@link EventWriter} turns into names. Which
 * fields count depends on the type. Ordinary traffic uses one draft again and again; the events of
 * an episode have one each, because they wait for their time.
 */
final class EventDraft {
  /** The field is left out of the line. */
  static final long MISSING = 0;

  /** The field is in the line, as {@code null}. */
  static final long NULL = -1;

  /** The types of event; the names are those in the lines. */
  enum Type {
    PAYMENT("Payment"),
    LOGIN("Login"),
    PASSWORD_RESET("PasswordReset"),
    PAYEE_ADDED("PayeeAdded"),
    TRANSFER("Transfer"),
    CARD_BLOCKED("CardBlocked");

    final String label;

    Type(String label) {
      this.label = label;
    }
  }

  /** How a card was used. */
  enum Channel {
    POS,
    ECOM,
    ATM
  }

  /** How a password was reset. */
  enum Method {
    EMAIL,
    SMS,
    CALL_CENTER
  }

  /** Why a card was blocked. */
  enum Reason {
    LOST,
    STOLEN
  }

  Type type = Type.PAYMENT;

  /** Epoch milliseconds. */
  long time;

  int card;
  int account;
  long cents;
  int merchant;
  Channel channel = Channel.POS;
  boolean approved;

  /** A device of 48 bits, or {@link #MISSING} or {@link #NULL}. */
  long device;

  /** See {@link Population#address}; or {@link #MISSING} or {@link #NULL}. */
  long address;

  /** Where a card-present payment happened: 1 known, or {@link #MISSING} or {@link #NULL}. */
  long place;

  /** The city that the address of a login seems to be in. */
  int city;

  boolean success;
  boolean newDevice;
  Method method = Method.EMAIL;
  Reason reason = Reason.LOST;

  /** A transfer out of the account, not into it. */
  boolean outgoing;

  /** The other side of a transfer, or the payee that was added. */
  long counterparty;

  boolean fraud;
  @Nullable Scenario scenario;
  int episode;

  /** Makes this a new event; fields that the type does not use keep what they had. */
  void begin(Type newType, long newTime, int newAccount) {
    type = newType;
    time = newTime;
    account = newAccount;
    device = MISSING;
    address = MISSING;
    place = MISSING;
    approved = true;
    fraud = false;
    scenario = null;
  }

  /** For a payment: the bank said no. */
  EventDraft declined() {
    approved = false;
    return this;
  }

  /** Part of a fraud episode, but done by the customer. */
  EventDraft genuine() {
    fraud = false;
    return this;
  }
}
