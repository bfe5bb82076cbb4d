package io.tripline.ingest;

import io.tripline.ingest.cloudevents.CloudEventForm;
import io.tripline.ingest.cloudevents.Envelope;
import io.tripline.ingest.csv.CsvBody;

/** How a body holds its events. */
@FunctionalInterface
public interface BodyForm {
  /** One object, or an array of objects. */
  BodyForm JSON = (body, length) -> new Records(new JsonBodyRecords(body, length), RecordForm.JSON);

  /** One object a line; blank lines count for nothing. */
  BodyForm LINES = (body, length) -> new Records(new LineRecords(body, length), RecordForm.JSON);

  /** Rows of comma-separated values, of which the first names the columns. */
  BodyForm CSV = CsvBody::read;

  /** A CloudEvent with its attributes in JSON, or an array of them (1.0, structured and batch). */
  BodyForm CLOUD_EVENTS =
      (body, length) -> new Records(new JsonBodyRecords(body, length), CloudEventForm.STRUCTURED);

  /** The data of one CloudEvent whose attributes came otherwise (1.0, binary). */
  static BodyForm dataOf(Envelope envelope) {
    return (body, length) ->
        new Records(BodyRecords.whole(length), CloudEventForm.dataOf(envelope));
  }

  /**
   * The records of a body, and how each is written.
   *
   * @param form of those that are not {@link BodyRecords#broken}
   */
  record Records(BodyRecords bounds, RecordForm form) {}

  /** Finds the records of {@code body[0]} to {@code body[length - 1]}. */
  Records records(byte[] body, int length);
}
