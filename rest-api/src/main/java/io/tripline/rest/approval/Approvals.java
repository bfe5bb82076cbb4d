package io.tripline.rest.approval;

import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Caller;
import io.tripline.state.Proposal;
import io.tripline.state.Proposal.Decision;
import io.tripline.state.Proposal.Kind;
import io.tripline.state.Proposals;
import io.tripline.state.RuleSetChange;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what is proposed, and has it made when somebody else approves (the four-eyes principle).
 * That a change was begun is stored before it is made: should the process end over it, its proposal
 * is open again, and says so; as it is made to one version only, it is never made twice.
 * Thread-safe.
 */
public final class Approvals {
  private static final int ID_BYTES = 8;

  private final Proposals proposals;
  private final ApprovalSettings settings;
  private final SecureRandom random;
  private final InstantSource clock;
  // Those that are being made by this process.
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  // One after the other, so that none changes what another one is made to.
  private final Object making = new Object();

  public Approvals(
      Proposals proposals, ApprovalSettings settings, SecureRandom random, InstantSource clock) {
    this.proposals = proposals;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /** How far a proposal has come. */
  public enum State {
    /** Somebody else may approve it. */
    OPEN,
    /** It is being made. */
    APPLYING,
    /** The process has ended while it was made; it may be approved again, or rejected. */
    UNKNOWN,
    /** It was made. */
    APPLIED,
    /** Somebody else did not want it. */
    REJECTED,
    /** Who asked for it took it back. */
    WITHDRAWN,
    /** Nobody has decided in time. */
    EXPIRED
  }

  /** A change, made. */
  public interface Making<T extends Made> {
    /**
     * @throws ProblemException if it cannot be made; nothing is then
     */
    T make(Proposal proposal) throws InterruptedException;
  }

  /** What came of a change. */
  public interface Made {
    /** That the change has made; that it was made to, if it makes none. */
    int version();
  }

  /** Whether changes have to be approved. */
  public boolean areRequired() {
    return settings.required();
  }

  public State state(Proposal proposal) {
    Decision decision = proposal.decision();
    if (decision == null) {
      return proposal.isOpen(clock.millis()) ? State.OPEN : State.EXPIRED;
    }
    return switch (decision.kind()) {
      case BEGUN -> underWay.contains(proposal.id()) ? State.APPLYING : State.UNKNOWN;
      case APPLIED -> State.APPLIED;
      case REJECTED -> State.REJECTED;
      case WITHDRAWN -> State.WITHDRAWN;
    };
  }

  /** All of them, the newest first. */
  public List<Proposal> list() {
    return proposals.list();
  }

  /** How many can still be decided on. */
  public long countOpen() {
    long now = clock.millis();
    return proposals.list().stream().filter(each -> each.isOpen(now)).count();
  }

  /**
   * @throws ProblemException 404 if there is none
   */
  public Proposal find(String id) {
    Proposal proposal = proposals.find(id);
    if (proposal == null) {
      throw Problem.of(ProblemType.NOT_FOUND, "There is no proposal " + id + ".").exception();
    }
    return proposal;
  }

  /**
   * Keeps a change for somebody else to approve. Who asks for the same while it is open has that
   * one again.
   *
   * @param base the version that runs; 0 if none does
   * @throws ProblemException 409 if there is no room for it
   */
  public synchronized Proposal propose(
      String ruleSet, int base, RuleSetChange change, String reason, Caller caller) {
    long now = clock.millis();
    Optional<Proposal> same =
        proposals.list().stream()
            .filter(
                each ->
                    state(each) == State.OPEN
                        && each.ruleSet().equals(ruleSet)
                        && each.base() == base
                        && each.by().equals(caller.id())
                        && each.change().equals(change))
            .findFirst();
    if (same.isPresent()) {
      return same.get();
    }
    Proposal proposal =
        new Proposal(
            id(),
            ruleSet,
            base,
            change,
            reason,
            caller.id(),
            now,
            now + settings.openFor().toMillis(),
            null);
    if (!proposals.add(proposal, now)) {
      throw Problem.of(
              ProblemType.LIMIT_REACHED,
              "There are as many open proposals as are kept. Decide on some of them, or take some"
                  + " back.")
          .with("limit", Proposals.MOST)
          .exception();
    }
    return proposal;
  }

  private String id() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "pro_" + HexFormat.of().formatHex(bytes);
  }

  /** A change that was approved and made. */
  public record Approved<T>(Proposal proposal, T made) {}

  /**
   * Has a change made.
   *
   * @param reason for people, or an empty text
   * @throws ProblemException if the caller proposed it, if it is not open, or what the making
   *     throws: it is then as open as before
   */
  public <T extends Made> Approved<T> approve(
      String id, Caller caller, String reason, Making<T> making) throws InterruptedException {
    synchronized (this.making) {
      Proposal open = requireOpen(id);
      if (isOf(open, caller)) {
        throw Problem.of(
                ProblemType.OWN_PROPOSAL,
                "You have proposed this: somebody else has to approve it. You can take it back.")
            .exception();
      }
      Decision begun = new Decision(Kind.BEGUN, caller.id(), clock.millis(), reason, 0);
      Proposal started = open.decided(begun);
      underWay.add(id);
      try {
        require(proposals.replace(open, started));
        return make(open, started, begun, making);
      } finally {
        underWay.remove(id);
      }
    }
  }

  private <T extends Made> Approved<T> make(
      Proposal open, Proposal started, Decision begun, Making<T> making)
      throws InterruptedException {
    T made;
    try {
      made = making.make(open);
    } catch (ProblemException e) {
      proposals.replace(started, open); // nothing was made
      throw e;
    }
    Proposal applied =
        open.decided(
            new Decision(Kind.APPLIED, begun.by(), begun.at(), begun.reason(), made.version()));
    require(proposals.replace(started, applied));
    return new Approved<>(applied, made);
  }

  /**
   * Has a change not made; if it is the caller's own, that takes it back.
   *
   * @param reason for people, or an empty text
   * @throws ProblemException if it is not open
   */
  public Proposal reject(String id, Caller caller, String reason) {
    Proposal open = requireOpen(id);
    Kind kind = isOf(open, caller) ? Kind.WITHDRAWN : Kind.REJECTED;
    return close(open, new Decision(kind, caller.id(), clock.millis(), reason, 0));
  }

  /**
   * Takes back a change that the caller has proposed.
   *
   * @throws ProblemException if somebody else has, or it is not open
   */
  public Proposal withdraw(String id, Caller caller) {
    Proposal open = requireOpen(id);
    if (!isOf(open, caller)) {
      throw Problem.of(
              ProblemType.FORBIDDEN,
              "Somebody else has proposed this: only they can take it back. Who has the scope"
                  + " approve can reject it.")
          .exception();
    }
    return close(open, new Decision(Kind.WITHDRAWN, caller.id(), clock.millis(), "", 0));
  }

  private Proposal close(Proposal open, Decision decision) {
    Proposal closed = open.decided(decision);
    require(proposals.replace(open, closed));
    return closed;
  }

  private static boolean isOf(Proposal proposal, Caller caller) {
    return proposal.by().equals(caller.id());
  }

  private Proposal requireOpen(String id) {
    Proposal proposal = find(id);
    State state = state(proposal);
    if (state != State.OPEN && state != State.UNKNOWN) {
      throw notOpen(state);
    }
    return proposal;
  }

  private static void require(boolean replaced) {
    if (!replaced) {
      throw Problem.of(ProblemType.NOT_WAITING, "Somebody else has just decided on it.")
          .exception();
    }
  }

  private static ProblemException notOpen(State state) {
    String word = state.name().toLowerCase(Locale.ROOT);
    return Problem.of(
            ProblemType.NOT_WAITING, "The proposal is no longer open: it is " + word + ".")
        .with("state", word)
        .exception();
  }
}
