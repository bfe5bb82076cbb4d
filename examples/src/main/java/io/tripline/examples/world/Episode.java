package io.tripline.examples.world;

import io.tripline.examples.world.EventDraft.Method;
import io.tripline.examples.world.EventDraft.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * One story on its way to the schedule: who plays in it, a clock that the script moves on, and the
 * events so far, in the order of time. Every event gets the episode's labels.
 */
final class Episode {
  final Dice dice;
  final Population people;
  final Merchants merchants;
  final Scenario scenario;
  final int card;
  final int account;

  private final Acts acts;
  private final int number;
  private final long starts;
  private final List<EventDraft> events = new ArrayList<>();
  private long now;

  /**
   * @param number from 1, its own for each episode
   * @param starts the time of the first event, if the script does not wait before
   */
  Episode(
      Scenario scenario,
      int number,
      int card,
      long starts,
      Dice dice,
      Population people,
      Merchants merchants,
      Acts acts) {
    this.scenario = scenario;
    this.number = number;
    this.card = card;
    this.account = people.accountOf(card);
    this.starts = starts;
    this.now = starts;
    this.dice = dice;
    this.people = people;
    this.merchants = merchants;
    this.acts = acts;
  }

  List<EventDraft> events() {
    return events;
  }

  long now() {
    return now;
  }

  /** The last time that any event of this episode may have. */
  long deadline() {
    return starts + scenario.longestMinutes() * 60_000L;
  }

  /** Lets time pass, in seconds. */
  void pause(int shortest, int longest) {
    now += dice.between(shortest * 1000, longest * 1000);
  }

  /** Lets time pass until the given moment. */
  void pauseUntil(long time) {
    now = StrictMath.max(now, time);
  }

  /** A random amount in cents, between two amounts in whole units. */
  long cents(int low, int high) {
    return dice.between(low * 100, high * 100);
  }

  /** The customer's device, from 0. */
  Origin own(int device) {
    int which = device % people.devices(account);
    return new Origin(
        people.device(account, which), people.address(account, which, dice), home(), false);
  }

  /** A device and address that the account has never used; by a fraudster if this is fraud. */
  Origin strange() {
    long device = people.strangeDevice(dice.next());
    if (!scenario.fraud()) {
      return new Origin(device, people.address(account, 0, dice), home(), true);
    }
    boolean hidden = dice.chance(0.6);
    long bits = dice.next();
    return new Origin(
        device,
        hidden ? Addresses.proxy(bits) : Addresses.four(bits),
        dice.below(Cities.count()),
        true);
  }

  int home() {
    return people.home(account);
  }

  /** Where the account's people are now. */
  int city() {
    return people.cityAt(account, now);
  }

  /** Keeps another customer out of other episodes until this one is over. */
  void involve(int other) {
    people.engage(other, deadline());
  }

  /** A shop with a door in a city. */
  int shop(int city, Category category) {
    return merchants.inCity(city, category, dice.next());
  }

  /** An online shop. */
  int webshop(Category category) {
    return merchants.online(category, dice.next());
  }

  /** The card pays in a shop or at a cash machine. */
  EventDraft pay(int merchant, long cents) {
    return pay(card, merchant, cents);
  }

  /** One of the cards pays in a shop or at a cash machine. */
  EventDraft pay(int anyCard, int merchant, long cents) {
    EventDraft event = add();
    acts.inPerson(event, now, anyCard, merchant, cents);
    people.present(anyCard, now);
    return label(event);
  }

  /** The card pays online. */
  EventDraft payOnline(int merchant, long cents, Origin from) {
    return payOnline(card, merchant, cents, from);
  }

  /** One of the cards pays online. */
  EventDraft payOnline(int anyCard, int merchant, long cents, Origin from) {
    EventDraft event = add();
    acts.online(event, now, anyCard, merchant, cents, from.device(), from.address());
    return label(event);
  }

  void login(Origin from, boolean success) {
    EventDraft event = add();
    acts.login(
        event, now, account, from.device(), from.address(), from.city(), success, from.newDevice());
    label(event);
  }

  void reset(Method method, Origin from) {
    EventDraft event = add();
    acts.reset(event, now, account, method, from.device(), from.address());
    label(event);
  }

  /** Adds a payee that the account has not had; the result is its number. */
  long addPayee(Origin from) {
    long payee = Population.payee(dice.next());
    EventDraft event = add();
    acts.payeeAdded(event, now, account, payee, from.device(), from.address());
    label(event);
    return payee;
  }

  void send(long payee, long cents, Origin from) {
    EventDraft event = add();
    acts.send(event, now, account, payee, cents, from.device(), from.address());
    label(event);
  }

  void receive(long cents) {
    EventDraft event = add();
    acts.receive(event, now, account, Population.payee(dice.next()), cents);
    label(event);
  }

  /**
   * Another customer of the bank pays into the account: the transfer as it leaves there, and
   * moments later as it comes in here. The one who sends does so in good faith.
   */
  void receiveFrom(int sender, long cents) {
    EventDraft sent = add();
    acts.send(
        sent,
        now,
        sender,
        people.ownNumber(account),
        cents,
        people.device(sender, 0),
        people.address(sender, 0, dice));
    label(sent).genuine();
    pause(1, 4);
    EventDraft received = add();
    acts.receive(received, now, account, people.ownNumber(sender), cents);
    label(received);
  }

  EventDraft block(Reason reason) {
    EventDraft event = add();
    acts.block(event, now, card, reason);
    return label(event);
  }

  private EventDraft add() {
    EventDraft event = new EventDraft();
    events.add(event);
    return event;
  }

  private EventDraft label(EventDraft event) {
    event.fraud = scenario.fraud();
    event.scenario = scenario;
    event.episode = number;
    return event;
  }

  /**
   * Where an order comes from.
   *
   * @param device 48 bits
   * @param address see {@link Addresses}
   * @param city where the address seems to be
   * @param newDevice the account has never been used from it
   */
  record Origin(long device, long address, int city, boolean newDevice) {
    /** The same, once it has been used. */
    Origin known() {
      return new Origin(device, address, city, false);
    }
  }
}
