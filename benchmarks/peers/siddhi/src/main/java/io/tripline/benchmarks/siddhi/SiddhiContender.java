package io.tripline.benchmarks.siddhi;

import io.siddhi.core.SiddhiAppRuntime;
import io.siddhi.core.SiddhiManager;
import io.siddhi.core.event.Event;
import io.siddhi.core.stream.input.InputHandler;
import io.siddhi.core.stream.output.StreamCallback;
import io.tripline.benchmarks.siddhi.SiddhiRules.Query;
import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Signal;
import io.tripline.benchmarks.workload.SkipPastLast;
import io.tripline.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/**
 * Siddhi, in the caller's thread, by the time of the events; R1 and R5 in a partition by card. Its
 * candidates are selected from by {@link SkipPastLast}.
 */
public final class SiddhiContender implements Contender {
  private SiddhiContender() {}

  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new SiddhiContender(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    boolean window = Workload.Window.is(part);
    List<Query> queries = SiddhiRules.of(part);
    String text = queries.stream().map(Query::text).collect(Collectors.joining());
    String app =
        window
            ? SiddhiRules.SIGNAL + text
            : SiddhiRules.isPartitioned(part)
                ? SiddhiRules.PAYMENT + "partition with (card of Payment) begin\n" + text + "end;"
                : SiddhiRules.PAYMENT + text;
    long[] times;
    Object[][] data;
    if (window) {
      Signal[] signals = Workload.signals(Workload.Window.of(part).events(), events);
      times = Arrays.stream(signals).mapToLong(Signal::getTime).toArray();
      data =
          Arrays.stream(signals)
              .map(s -> new Object[] {s.getNumber(), s.getKind()})
              .toArray(Object[][]::new);
    } else {
      Payment[] payments = Workload.payments(events);
      times = Arrays.stream(payments).mapToLong(Payment::getTime).toArray();
      data = Arrays.stream(payments).map(SiddhiContender::data).toArray(Object[][]::new);
    }
    SiddhiManager manager = new SiddhiManager();
    manager.setExtension("travel:impossible", ImpossibleTravel.class);
    return tally -> {
      SiddhiAppRuntime runtime = manager.createSiddhiAppRuntime(app);
      List<SkipPastLast> selections = new ArrayList<>();
      for (Query query : queries) {
        SkipPastLast selection = new SkipPastLast(query.name(), tally);
        selections.add(selection);
        runtime.addCallback("Found_" + query.name(), new Found(selection));
      }
      runtime.start();
      InputHandler input = runtime.getInputHandler(window ? "Signal" : "Payment");
      return new Run(runtime, input, times, data, selections);
    };
  }

  private static Object[] data(Payment p) {
    return new Object[] {
      p.getNumber(),
      p.getTime(),
      p.getCard(),
      p.getCents(),
      p.getMerchant(),
      p.getMcc(),
      p.getCountry(),
      p.getChannel(),
      p.isApproved(),
      p.getDevice(),
      p.getLat(),
      p.getLon()
    };
  }

  @NullUnmarked
  private static final class Found extends StreamCallback {
    private final SkipPastLast selection;

    Found(SkipPastLast selection) {
      this.selection = selection;
    }

    @Override
    public void receive(Event[] found) {
      for (Event event : found) {
        Object[] data = event.getData();
        long[] numbers = new long[data.length - 1];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = (Long) data[i + 1];
        }
        selection.candidate((String) data[0], numbers);
      }
    }
  }

  private record Run(
      SiddhiAppRuntime runtime,
      InputHandler input,
      long[] times,
      Object[][] data,
      List<SkipPastLast> selections)
      implements Pass {
    @Override
    public void run(int events) throws Exception {
      for (int i = 0; i < events; i++) {
        input.send(times[i], data[i]);
      }
      selections.forEach(SkipPastLast::flush);
    }

    @Override
    public void close() {
      runtime.shutdown();
    }
  }
}
