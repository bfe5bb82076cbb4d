package io.tripline.benchmarks.esper;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompileException;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import io.tripline.benchmarks.esper.EsperRules.Idiom;
import io.tripline.benchmarks.esper.EsperRules.Statement;
import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.RuleSpec.Field;
import io.tripline.benchmarks.workload.Signal;
import io.tripline.benchmarks.workload.SkipPastLast;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Esper, as fast as its configuration makes it for one thread: event time from outside, no locks,
 * plain objects as events. Its candidates are selected from by {@link SkipPastLast}, as its own
 * selections are others.
 */
public final class EsperContender implements Contender {
  private final Idiom idiom;

  private EsperContender(Idiom idiom) {
    this.idiom = idiom;
  }

  public static void main(String[] args) throws Exception {
    Idiom idiom = Idiom.valueOf(args[2].toUpperCase(Locale.ROOT));
    ContenderProcess.serve(new EsperContender(idiom), args);
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.getCommon().addEventType("Payment", Payment.class);
    configuration.getCommon().addEventType("Signal", Signal.class);
    configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
    configuration.getRuntime().getThreading().setListenerDispatchPreserveOrder(false);
    configuration.getRuntime().getThreading().setInsertIntoDispatchPreserveOrder(false);
    configuration.getRuntime().getThreading().setNamedWindowConsumerDispatchPreserveOrder(false);
    configuration.getRuntime().getExecution().setDisableLocking(true);
    return configuration;
  }

  @Override
  public Prepared prepare(String part, int events) throws Exception {
    List<Statement> statements = EsperRules.of(part, idiom);
    Configuration configuration = configuration();
    List<EPCompiled> compiled = new ArrayList<>();
    StringBuilder module = new StringBuilder();
    if (idiom == Idiom.CONTEXT) {
      module.append(EsperRules.CONTEXT).append(";\n");
    }
    for (int i = 0; i < statements.size(); i++) {
      module.append("@name('").append(i).append("') ");
      module.append(statements.get(i).epl()).append(";\n");
      if (idiom != Idiom.CONTEXT) {
        compiled.add(compile(module, configuration));
        module.setLength(0);
      }
    }
    if (!module.isEmpty()) {
      compiled.add(compile(module, configuration));
    }
    Deployed deployed = deploy(configuration, compiled, statements);
    if (Workload.Window.is(part)) {
      Signal[] signals = Workload.signals(Workload.Window.of(part).events(), events);
      return new Prepared() {
        private long shift;

        @Override
        public Pass begin(Tally tally) {
          shift += Workload.later(signals);
          return new Signals(deployed.begin(tally), Workload.later(signals, shift));
        }
      };
    }
    Payment[] payments = Workload.payments(events);
    return new Prepared() {
      private long shift;

      @Override
      public Pass begin(Tally tally) {
        shift += Workload.later(payments);
        return new Payments(deployed.begin(tally), Workload.later(payments, shift));
      }
    };
  }

  private static EPCompiled compile(StringBuilder module, Configuration configuration)
      throws EPCompileException {
    return EPCompilerProvider.getCompiler()
        .compile(module.toString(), new CompilerArguments(configuration));
  }

  /** What is deployed, for all passes: each is a day later than the one before. */
  private static final class Deployed {
    final EPEventService service;
    final List<Statement> statements;
    private final List<SkipPastLast> selections = new ArrayList<>();

    Deployed(EPEventService service, List<Statement> statements) {
      this.service = service;
      this.statements = statements;
    }

    Deployed begin(Tally tally) {
      selections.clear();
      statements.forEach(s -> selections.add(new SkipPastLast(s.rule(), tally)));
      return this;
    }

    void found(int statement, EventBean[] beans) {
      for (EventBean bean : beans) {
        candidate(bean, statements.get(statement), selections.get(statement));
      }
    }

    void end() {
      selections.forEach(SkipPastLast::flush);
    }
  }

  private static Deployed deploy(
      Configuration configuration, List<EPCompiled> compiled, List<Statement> statements)
      throws Exception {
    EPRuntime runtime = EPRuntimeProvider.getRuntime("comparison", configuration);
    runtime.getEventService().clockExternal();
    runtime.getEventService().advanceTime(0);
    Deployed all = new Deployed(runtime.getEventService(), statements);
    for (EPCompiled module : compiled) {
      for (var deployed : runtime.getDeploymentService().deploy(module).getStatements()) {
        if (deployed.getName().matches("[0-9]+")) {
          int statement = Integer.parseInt(deployed.getName());
          deployed.addListener((found, gone, of, in) -> all.found(statement, found));
        }
      }
    }
    return all;
  }

  private static void candidate(EventBean bean, Statement statement, SkipPastLast selection) {
    List<Object> events = new ArrayList<>();
    for (String column : statement.columns()) {
      switch (bean.get(column)) {
        // The newest comes first.
        case Payment[] window -> events.addAll(List.of(window).reversed());
        case EventBean[] loop -> {
          for (EventBean one : loop) {
            events.add(one.getUnderlying());
          }
        }
        case Object[] loop -> events.addAll(List.of(loop));
        case Object one -> events.add(one);
      }
    }
    Field key = statement.key();
    String of = events.getFirst() instanceof Payment first ? (String) key.of(first) : "";
    selection.candidate(of, events.stream().mapToLong(EsperContender::number).toArray());
  }

  private static long number(Object event) {
    return event instanceof Payment payment ? payment.getNumber() : ((Signal) event).getNumber();
  }

  private record Payments(Deployed deployed, Payment[] payments) implements Pass {
    @Override
    public void run(int events) {
      EPEventService service = deployed.service;
      var payment = service.getEventSender("Payment");
      long now = 0;
      for (int i = 0; i < events; i++) {
        if (payments[i].getTime() > now) {
          now = payments[i].getTime();
          service.advanceTime(now);
        }
        payment.sendEvent(payments[i]);
      }
      deployed.end();
    }
  }

  private record Signals(Deployed deployed, Signal[] signals) implements Pass {
    @Override
    public void run(int events) {
      EPEventService service = deployed.service;
      var signal = service.getEventSender("Signal");
      for (int i = 0; i < events; i++) {
        service.advanceTime(signals[i].getTime());
        signal.sendEvent(signals[i]);
      }
      deployed.end();
    }
  }
}
