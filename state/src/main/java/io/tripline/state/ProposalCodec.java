package io.tripline.state;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How proposals are stored: see the table in the module's README. */
final class ProposalCodec {
  private static final int FORMAT = 1;

  private static final int DEPLOY = 1;
  private static final int UNDEPLOY = 2;
  private static final int MODE = 3;
  private static final int PAUSE = 4;
  private static final int RESUME = 5;

  private ProposalCodec() {}

  static byte[] encode(Proposal proposal) {
    RecordWriter out =
        new RecordWriter()
            .u8(FORMAT)
            .text(proposal.id())
            .text(proposal.ruleSet())
            .i32(proposal.base());
    write(out, proposal.change());
    out.text(proposal.reason()).text(proposal.by()).i64(proposal.at()).i64(proposal.until());
    Proposal.Decision decision = proposal.decision();
    out.bool(decision != null);
    if (decision != null) {
      out.text(decision.kind().name())
          .text(decision.by())
          .i64(decision.at())
          .text(decision.reason())
          .i32(decision.version());
    }
    return out.done();
  }

  private static void write(RecordWriter out, RuleSetChange change) {
    switch (change) {
      case RuleSetChange.Deploy deploy -> {
        RuleMode mode = deploy.mode();
        out.u8(DEPLOY)
            .text(deploy.text())
            .text(deploy.start().name())
            .text(mode == null ? "" : mode.text())
            .i32(deploy.restores())
            .bool(deploy.test());
      }
      case RuleSetChange.Undeploy _ -> out.u8(UNDEPLOY);
      case RuleSetChange.Modes modes -> {
        switch (modes.change()) {
          case RuleModes.Change.To to -> {
            out.u8(MODE);
            rule(out, to.rule());
            out.text(to.mode().text());
          }
          case RuleModes.Change.Pause pause -> rule(out.u8(PAUSE), pause.rule());
          case RuleModes.Change.Resume resume -> rule(out.u8(RESUME), resume.rule());
          default -> throw new IllegalArgumentException("nobody proposes " + modes.change());
        }
      }
    }
  }

  private static void rule(RecordWriter out, @Nullable String rule) {
    out.text(rule == null ? "" : rule);
  }

  /**
   * @throws RecordReader.MalformedException if it is none
   */
  static Proposal decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    in.format(FORMAT);
    String id = in.text();
    if (id.isEmpty()) {
      throw new RecordReader.MalformedException("a proposal without an id");
    }
    Proposal proposal =
        new Proposal(
            id,
            in.text(),
            in.i32(),
            change(in),
            in.text(),
            in.text(),
            in.i64(),
            in.i64(),
            in.bool() ? decision(in) : null);
    in.end();
    return proposal;
  }

  private static RuleSetChange change(RecordReader in) {
    int kind = in.u8();
    return switch (kind) {
      case DEPLOY ->
          new RuleSetChange.Deploy(
              in.text(), of(Engine.Start.class, in.text()), mode(in.text()), in.i32(), in.bool());
      case UNDEPLOY -> new RuleSetChange.Undeploy();
      case MODE -> {
        String rule = rule(in);
        RuleMode mode = mode(in.text());
        if (mode == null) {
          throw new RecordReader.MalformedException("no mode where there must be one");
        }
        yield new RuleSetChange.Modes(new RuleModes.Change.To(rule, mode));
      }
      case PAUSE -> new RuleSetChange.Modes(new RuleModes.Change.Pause(rule(in)));
      case RESUME -> new RuleSetChange.Modes(new RuleModes.Change.Resume(rule(in)));
      default -> throw new RecordReader.MalformedException("a change of kind " + kind);
    };
  }

  private static @Nullable String rule(RecordReader in) {
    String rule = in.text();
    return rule.isEmpty() ? null : rule;
  }

  private static @Nullable RuleMode mode(String text) {
    return text.isEmpty()
        ? null
        : RuleMode.parse(text)
            .orElseThrow(() -> new RecordReader.MalformedException("there is no mode " + text));
  }

  private static Proposal.Decision decision(RecordReader in) {
    return new Proposal.Decision(
        of(Proposal.Kind.class, in.text()), in.text(), in.i64(), in.text(), in.i32());
  }

  private static <E extends Enum<E>> E of(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new RecordReader.MalformedException(
                    "there is no " + type.getSimpleName() + " " + name));
  }
}
