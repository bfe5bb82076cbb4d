package io.tripline.rest;

import io.tripline.engine.evidence.EvidenceReader;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.ingest.EventIntake;
import io.tripline.ingest.EventQuestions;
import io.tripline.ingest.IntakeSettings;
import io.tripline.state.AlertReader;
import io.tripline.state.AlertReviews;
import io.tripline.state.ApiKeys;
import io.tripline.state.AuditLog;
import io.tripline.state.IdempotencyKeys;
import io.tripline.state.Outbox;
import io.tripline.state.Proposals;
import io.tripline.state.RocksStorage;
import io.tripline.state.Savepoints;
import io.tripline.state.Silences;
import io.tripline.state.StoreStats;
import io.tripline.state.WebhookStore;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server serves. It is neither opened nor closed by the server.
 *
 * @param unwritable why the journal cannot be gone on with, or null; see {@link
 *     RocksStorage#unwritable}
 * @param backtests a folder for their files
 */
public record Backend(
    Engine engine,
    EventIntake intake,
    EventQuestions questions,
    AlertReader alerts,
    AlertReviews reviews,
    EvidenceReader evidence,
    RuleVersions ruleVersions,
    RejectedLog rejected,
    LateLog late,
    WebhookStore webhooks,
    Outbox outbox,
    Silences silences,
    Proposals proposals,
    Supplier<StoreStats> storeStats,
    Supplier<@Nullable String> unwritable,
    Savepoints savepoints,
    RuleSetReader rules,
    ApiKeys apiKeys,
    AuditLog audit,
    IdempotencyKeys idempotencyKeys,
    Path backtests) {

  /**
   * An engine with the store that it runs on.
   *
   * @param taking how events are taken
   * @param rules compiles the text of an earlier version
   */
  public static Backend of(
      Engine engine, IntakeSettings taking, RocksStorage storage, RuleSetReader rules) {
    EventIntake intake = new EventIntake(engine, storage.rejected(), taking);
    return new Backend(
        engine,
        intake,
        new EventQuestions(engine, intake, storage.rejected(), taking),
        storage.alertReader(),
        storage.reviews(),
        new EvidenceReader(storage.journal(), storage.ruleVersions(), rules),
        storage.ruleVersions(),
        storage.rejected(),
        storage.late(),
        storage.webhooks(),
        storage.outbox(),
        storage.silences(),
        storage.proposals(),
        storage::stats,
        storage::unwritable,
        storage.savepoints(),
        rules,
        storage.apiKeys(),
        storage.audit(),
        storage.idempotencyKeys(),
        storage.backtests());
  }
}
