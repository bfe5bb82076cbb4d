package io.tripline.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The proposals by their ids, all of them also in memory. */
final class RocksProposals implements Proposals {
  private static final Comparator<Proposal> OLDEST_FIRST =
      Comparator.comparingLong(Proposal::at).thenComparing(Proposal::id);

  private final Database db;
  private final Map<String, Proposal> proposals = new ConcurrentHashMap<>();

  RocksProposals(Database db) {
    this.db = db;
    db.scan(
        Family.PROPOSALS,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            byte[] record = cursor.value();
            Proposal proposal = db.decoding("a proposal", () -> ProposalCodec.decode(record));
            proposals.put(proposal.id(), proposal);
          }
          return null;
        });
  }

  @Override
  public synchronized boolean add(Proposal proposal, long nowMillis) {
    if (proposals.containsKey(proposal.id())) {
      throw new IllegalArgumentException("there is a proposal " + proposal.id());
    }
    List<Proposal> forgotten = forgottenFor(proposal, nowMillis);
    if (forgotten == null) {
      return false;
    }
    db.write(
        batch -> {
          forgotten.forEach(each -> batch.delete(Family.PROPOSALS, Bytes.utf8(each.id())));
          batch.put(Family.PROPOSALS, Bytes.utf8(proposal.id()), ProposalCodec.encode(proposal));
        });
    forgotten.forEach(each -> proposals.remove(each.id()));
    proposals.put(proposal.id(), proposal);
    return true;
  }

  /** Those that make room; null if not even all that may would. */
  private @Nullable List<Proposal> forgottenFor(Proposal more, long now) {
    int count = proposals.size() + 1;
    long weight = more.weight();
    List<Proposal> closed = new ArrayList<>();
    for (Proposal each : proposals.values()) {
      weight += each.weight();
      if (!each.isOpen(now)) {
        closed.add(each);
      }
    }
    closed.sort(OLDEST_FIRST);
    List<Proposal> forgotten = new ArrayList<>();
    while (count > MOST || weight > MOST_CHARACTERS) {
      if (forgotten.size() == closed.size()) {
        return null;
      }
      Proposal next = closed.get(forgotten.size());
      forgotten.add(next);
      count--;
      weight -= next.weight();
    }
    return forgotten;
  }

  @Override
  public @Nullable Proposal find(String id) {
    db.checkOpen();
    return proposals.get(id);
  }

  @Override
  public List<Proposal> list() {
    db.checkOpen();
    return proposals.values().stream().sorted(OLDEST_FIRST.reversed()).toList();
  }

  @Override
  public synchronized boolean replace(Proposal before, Proposal after) {
    db.checkOpen();
    if (!before.equals(proposals.get(before.id()))) {
      return false;
    }
    db.write(
        batch -> batch.put(Family.PROPOSALS, Bytes.utf8(after.id()), ProposalCodec.encode(after)));
    proposals.put(after.id(), after);
    return true;
  }
}
