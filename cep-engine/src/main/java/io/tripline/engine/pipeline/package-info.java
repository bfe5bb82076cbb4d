/**
 * The ring, its workers, checkpoints and recovery. The only package that imports Disruptor.
 *
 * <pre>
 *  source threads          deploy()         Checkpointer         IdleWatch
 *   publish() │               │ DeploymentPlan    │ CheckpointTicket   │ silent sources
 *             ▼               ▼                   ▼                    ▼
 *  ╔═ Publisher ═════════════════════════════════════════════════════╗
 *  ║ events under a read lock, with the check of their schema;       ║
 *  ║ deployments under the write lock                                ║
 *  ╚═════════════╤═══════════════════════════════════════════════════╝
 *                ▼
 *  ══ Ring of Slots: EVENTS (some 32 KB) │ DEPLOY │ UNDEPLOY │ SOURCE │ TIME │ IDLE │ END │ BARRIER ══
 *       │                     ▼
 *       │                  Intake: what time each event has, what becomes of it, and when it is
 *       │                  matched: at once, or from Holding, by the Schedule of a slot
 *       │                     │ gated on it               │
 *  JournalHandler        MatchHandler 0    …         MatchHandler N−1
 *  a JournalBlock a      LaneRuns → KeyGroup         every event, the
 *  batch; synced, or     → KeyRecords, matcher       keys that are its own
 *  JournalSync behind it      │ PendingMatches            │
 *       └──────────────┬──────┴───────────────────────────┘
 *                      ▼  gated on all
 *                AlertHandler: order, OncePer, AlertFactory
 *                      │            │               │
 *                   AlertLog   RuleVersions   CheckpointWriter: StateStore.commit (MetaCodec)
 * </pre>
 *
 * <p>An <i>entry</i> is an event, a deployment, something about a source, or the end of the input.
 * Every handler counts the entries it passes, so all agree on sequence numbers; numbers, times and
 * verdicts of events are given once, by the intake. How entries are spread over slots, batches and
 * blocks means nothing. A barrier is no entry: no outcome depends on when a checkpoint is taken.
 *
 * <p>What a match worker does with an event: the lane's predicates tell which rules it can concern.
 * Rules with the same key are a <i>group</i>, with one table of keys; the key is looked up once for
 * the group, and only if one of these rules has anything pending, or leaves something behind. A
 * key's record and the states of its rules are blocks of the worker's {@link
 * io.tripline.engine.heap.StateHeap}: no object of Java's belongs to a key.
 *
 * <p>Before that, the event gets the values of features that rules read at it: {@code
 * LaneFeatures}, from series of windows whose states are {@code Tenant}s of the same records as
 * those of rules. What another worker keeps is worked out for a whole slot before the first event
 * has its turn, and the workers meet ({@code WorkersMeeting}). Rules that take what rules make have
 * their turn in a pass of their own ({@code RunningLevels}, {@code Itinerary}).
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>What an outcome depends on is in the journal before the outcome is stored.
 *   <li>A key's state is touched by one worker only. What a worker puts away is in the store as it
 *       is.
 *   <li>Within a lane time never goes back; all that it holds lies after its watermark.
 *   <li>A state past its deadline is removed some time later, and never influences anything.
 *   <li>After an error no handler does anything, the ring runs dry, and every caller is told.
 * </ul>
 *
 * <p>{@link io.tripline.engine.pipeline.Matching} calls {@code Intake}, {@code MatchHandler} and
 * {@code AlertHandler} one after the other in the caller's thread, without ring, journal and
 * checkpoints: for measuring and embedding; {@link io.tripline.engine.pipeline.Rehearsal} makes it
 * serve rule tests and explanations.
 *
 * <p>Reading order: {@link io.tripline.engine.pipeline.Engine}, {@code Slot}, {@code Publisher},
 * {@code Ring} with {@code StageRunner}, {@code Intake} with {@code SourceClocks}, {@code Holding},
 * {@code Lanes} and {@code Schedule}, {@code MatchHandler} with {@code Dispatch}, {@code LaneRuns},
 * {@code RuleRun} and {@code KeyGroup}, {@code RunningFeatures}, {@code AlertHandler}, {@code
 * DeploymentPlanner}, {@code Checkpointer}, {@code Recovery}.
 *
 * <p>Hot package: no streams, boxing, formatting, logging or allocation per event; an event that is
 * held is copied, that is what holding is. The wall clock is read for checkpoint intervals,
 * patience, idle sources (which become entries), and the time of a deployment, which is for people.
 */
@NullMarked
package io.tripline.engine.pipeline;

import org.jspecify.annotations.NullMarked;
