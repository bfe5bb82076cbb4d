package io.tripline.examples.world;

/** Which script plays which scenario, and whom each of them needs. */
final class Scripts {
  /** How long a blocked card rests before its replacement is used, under the same number. */
  static final long REPLACEMENT = 3 * 3_600_000L;

  /** How far away the other half of a couple is, in kilometers. */
  static final int PARTNER_FROM = 250;

  static final int PARTNER_TO = 1500;

  /** How long the way home takes, in milliseconds. */
  static final long PARTNER_RETURN = 4 * 3_600_000L;

  private Scripts() {}

  /** Writes the events of the episode's scenario. */
  static void play(Episode episode) {
    switch (episode.scenario) {
      case CARD_TESTING -> CardFraud.cardTesting(episode);
      case ACCOUNT_TAKEOVER -> AccountFraud.accountTakeover(episode);
      case IMPOSSIBLE_TRAVEL -> CardFraud.impossibleTravel(episode);
      case MULE -> AccountFraud.mule(episode);
      case BUST_OUT -> CardFraud.bustOut(episode);
      case STOLEN_CARD -> CardFraud.stolenCard(episode);
      case DEVICE_FARM -> CardFraud.deviceFarm(episode);
      case MERCHANT_COLLUSION -> Company.merchantCollusion(episode);
      case MULE_FAN_IN -> Company.muleFanIn(episode);
      case SUBSCRIPTION_TRIALS -> CardLookAlikes.subscriptionTrials(episode);
      case SMALL_ITEMS -> CardLookAlikes.smallItems(episode);
      case FORGOTTEN_PASSWORD -> AccountLookAlikes.forgottenPassword(episode);
      case NEW_PHONE -> AccountLookAlikes.newPhone(episode);
      case TRAVELER -> CardLookAlikes.traveler(episode);
      case SHARED_ACCOUNT -> CardLookAlikes.sharedAccount(episode);
      case ONLINE_ABROAD -> CardLookAlikes.onlineAbroad(episode);
      case SALARY_DAY -> AccountLookAlikes.salaryDay(episode);
      case PAID_BACK -> AccountLookAlikes.paidBack(episode);
      case SHOPPING_SPREE -> CardLookAlikes.shoppingSpree(episode);
      case RENOVATION -> CardLookAlikes.renovation(episode);
      case WRONG_PIN -> CardLookAlikes.wrongPin(episode);
      case LOW_BALANCE -> CardLookAlikes.lowBalance(episode);
      case LOST_CARD -> CardLookAlikes.lostCard(episode);
      case FAMILY_TABLET -> CardLookAlikes.familyTablet(episode);
      case GROUP_OUTING -> Company.groupOuting(episode);
      case VOUCHERS -> CardLookAlikes.vouchers(episode);
      case COLLECTION -> Company.collection(episode);
      case RENT_DAY -> Company.rentDay(episode);
    }
  }

  /** Whether this account can be the scene of the scenario. */
  static boolean suits(Scenario scenario, Population people, int account, long time) {
    int first = people.firstCard(account);
    int last = people.endOfCards(account) - 1;
    return switch (scenario) {
      case IMPOSSIBLE_TRAVEL, TRAVELER -> !people.traveling(account);
      // The partner has had the time to get there.
      case SHARED_ACCOUNT ->
          people.couple(account)
              && !people.traveling(account)
              && cardsAtHand(people, first, last, time)
              && people.sincePresent(last, time) > PARTNER_RETURN / 1000;
      case FAMILY_TABLET -> first < last && cardsAtHand(people, first, last, time);
      case MERCHANT_COLLUSION ->
          !people.traveling(account)
              && Neighbors.inTown(people, account, Company.FEWEST_PARTNERS, time).length
                  == Company.FEWEST_PARTNERS;
      case GROUP_OUTING ->
          !people.traveling(account)
              && Neighbors.inTown(people, account, Company.FEWEST_FRIENDS, time).length
                  == Company.FEWEST_FRIENDS;
      case MULE_FAN_IN, COLLECTION, RENT_DAY ->
          Neighbors.withCurrency(people, account, Company.FEWEST_PAYERS, time).length
              == Company.FEWEST_PAYERS;
      default -> true;
    };
  }

  private static boolean cardsAtHand(Population people, int first, int last, long time) {
    for (int card = first; card <= last; card++) {
      if (people.suspended(card, time)) {
        return false;
      }
    }
    return true;
  }
}
