package io.tripline.examples.world;

import io.tripline.examples.world.EventDraft.Channel;
import io.tripline.examples.world.EventDraft.Method;
import io.tripline.examples.world.EventDraft.Reason;
import io.tripline.examples.world.EventDraft.Type;

/** The single acts that ordinary days and episodes are made of, each written into a draft. */
final class Acts {
  private final Population people;
  private final Merchants merchants;

  Acts(Population people, Merchants merchants) {
    this.people = people;
    this.merchants = merchants;
  }

  /** A card-present payment; cash if the merchant is a cash machine. */
  void inPerson(EventDraft event, long time, int card, int merchant, long cents) {
    payment(event, time, card, merchant, cents);
    boolean cash = merchants.category(merchant) == Category.ATM;
    event.channel = cash ? Channel.ATM : Channel.POS;
    event.place = 1;
  }

  /** An online payment. */
  void online(
      EventDraft event, long time, int card, int merchant, long cents, long device, long address) {
    payment(event, time, card, merchant, cents);
    event.channel = Channel.ECOM;
    event.device = device;
    event.address = address;
  }

  private void payment(EventDraft event, long time, int card, int merchant, long cents) {
    event.begin(Type.PAYMENT, time, people.accountOf(card));
    event.card = card;
    event.merchant = merchant;
    event.cents = cents;
  }

  /**
   * @param city where the address seems to be
   */
  void login(
      EventDraft event,
      long time,
      int account,
      long device,
      long address,
      int city,
      boolean success,
      boolean newDevice) {
    event.begin(Type.LOGIN, time, account);
    event.device = device;
    event.address = address;
    event.city = city;
    event.success = success;
    event.newDevice = newDevice;
  }

  void reset(EventDraft event, long time, int account, Method method, long device, long address) {
    event.begin(Type.PASSWORD_RESET, time, account);
    event.method = method;
    // Over the phone there is neither.
    boolean phone = method == Method.CALL_CENTER;
    event.device = phone ? EventDraft.MISSING : device;
    event.address = phone ? EventDraft.MISSING : address;
  }

  void payeeAdded(EventDraft event, long time, int account, long payee, long device, long address) {
    event.begin(Type.PAYEE_ADDED, time, account);
    event.counterparty = payee;
    event.device = device;
    event.address = address;
  }

  /** Money out, ordered from a device. */
  void send(
      EventDraft event, long time, int account, long payee, long cents, long device, long address) {
    event.begin(Type.TRANSFER, time, account);
    event.outgoing = true;
    event.counterparty = payee;
    event.cents = cents;
    event.device = device;
    event.address = address;
  }

  /** Money in. */
  void receive(EventDraft event, long time, int account, long payer, long cents) {
    event.begin(Type.TRANSFER, time, account);
    event.outgoing = false;
    event.counterparty = payer;
    event.cents = cents;
  }

  void block(EventDraft event, long time, int card, Reason reason) {
    event.begin(Type.CARD_BLOCKED, time, people.accountOf(card));
    event.card = card;
    event.reason = reason;
  }
}
