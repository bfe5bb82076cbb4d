package io.tripline.benchmarks.flink;

import io.tripline.benchmarks.flink.FlinkRules.Rule;
import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.RuleSpec.Field;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Workload;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * Flink CEP as a job in a local cluster, with one slot and state on the heap: what the job costs
 * from its first event to its end. Events go through Flink's serialization, as they do in any job
 * with a key.
 */
public final class ClusterContender implements Contender {
  // What the job, which is in this JVM, finds its events and leaves its answers by.
  private static volatile Payment[] payments = {};
  private static volatile Tally tally = Tally.counting();
  private static volatile long firstEvent;

  private ClusterContender() {}

  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new ClusterContender(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    payments = Workload.payments(events);
    return to -> {
      tally = to;
      return new Job(FlinkRules.of(part));
    };
  }

  private static final class Job implements Pass {
    private final List<Rule<Payment>> rules;
    private long nanos;

    Job(List<Rule<Payment>> rules) {
      this.rules = rules;
    }

    @Override
    public void run(int events) throws Exception {
      StreamExecutionEnvironment job =
          StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
      job.getConfig().enableObjectReuse();
      KeyedStream<Payment, String> stream =
          job.fromSource(
                  new DataGeneratorSource<>(
                      new FromArray(), events, TypeInformation.of(Payment.class)),
                  WatermarkStrategy.<Payment>forMonotonousTimestamps()
                      .withTimestampAssigner((payment, none) -> payment.getTime()),
                  "payments")
              .keyBy(Payment::getCard);
      for (Rule<Payment> rule : rules) {
        @SuppressWarnings("unchecked") // what a pattern of payments is
        Pattern<Payment, Payment> pattern = (Pattern<Payment, Payment>) rule.pattern();
        CEP.pattern(stream, pattern)
            .process(new Found(rule.name(), rule.key(), rule.variables()))
            .returns(Long.class);
      }
      job.execute();
      nanos = System.nanoTime() - firstEvent;
    }

    @Override
    public long nanos() {
      return nanos;
    }
  }

  private static final class FromArray implements GeneratorFunction<Long, Payment> {
    private static final long serialVersionUID = 1;

    @Override
    public Payment map(Long index) {
      if (index == 0) {
        firstEvent = System.nanoTime();
      }
      return payments[index.intValue()];
    }
  }

  private static final class Found extends PatternProcessFunction<Payment, Long> {
    private static final long serialVersionUID = 1;

    private final String rule;
    private final Field key;
    private final List<String> variables;

    Found(String rule, Field key, List<String> variables) {
      this.rule = rule;
      this.key = key;
      this.variables = variables;
    }

    @Override
    public void open(OpenContext context) {
      // Nothing to open.
    }

    @Override
    public void processMatch(
        Map<String, List<Payment>> match, Context context, Collector<Long> out) {
      Tally to = tally;
      List<Payment> first = match.getOrDefault(variables.getFirst(), List.of());
      // Rules run in threads of their own.
      synchronized (to) {
        to.alert(rule, (String) key.of(first.getFirst()));
        for (String variable : variables) {
          for (Payment payment : match.getOrDefault(variable, List.of())) {
            to.event(payment.getNumber());
          }
        }
        to.end();
      }
    }
  }
}
