package io.tripline.benchmarks.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** One kind of request to one server: warms up, then rounds, the rates by turns. */
final class ServerRun {
  private static final long SEED = 4_711;

  private final ServerProcess server;
  private final OpenLoop loop;
  private final Requests requests;
  private int sent;
  private int runs;
  private long answered;
  private long refused;
  private long atDeadline;
  private long decided;

  ServerRun(ServerProcess server, OpenLoop loop, Requests requests) {
    this.server = server;
    this.loop = loop;
    this.requests = requests;
  }

  /** Sends requests that are not measured. */
  void warmUp(double rate, double seconds)
      throws IOException, InterruptedException, TimeoutException {
    run(rate, seconds);
  }

  /** Measures. */
  List<Rounds> rounds(String title, List<Integer> rates, int count, double seconds)
      throws IOException, InterruptedException, TimeoutException {
    List<Rounds> all = rates.stream().map(rate -> new Rounds(title, rate)).toList();
    for (int i = 0; i < count; i++) {
      for (Rounds each : all) {
        long before = server.processorTime().toNanos();
        Tally tally = run(each.rate(), seconds);
        each.add(tally, server.processorTime().toNanos() - before);
      }
    }
    return all;
  }

  private Tally run(double rate, double seconds)
      throws IOException, InterruptedException, TimeoutException {
    Schedule schedule = Schedule.poisson(rate, seconds, SEED + runs++);
    Tally tally = loop.run(schedule, requests, sent);
    sent += schedule.requests();
    answered += tally.answered();
    refused += tally.refused;
    atDeadline += tally.atDeadline;
    decided += tally.decided;
    return tally;
  }

  /** All answers so far, with those of the warm-up. */
  long answered() {
    return answered;
  }

  /** Of these, by a server that had no room. */
  long refused() {
    return refused;
  }

  /** Of these, given because the deadline had come. */
  long atDeadline() {
    return atDeadline;
  }

  /** Of these, that a rule has decided on. */
  long decided() {
    return decided;
  }
}
