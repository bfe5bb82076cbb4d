package io.tripline.rest.otlp;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Figures as the body of a request: protobuf, packed with gzip. This is OpenTelemetry's exporter
 * with a sender that only takes the bytes: what it encodes is asked for in no other way than by a
 * sender, and its own senders wait for an answer's body without end. For one thread at a time.
 */
final class Encoder implements AutoCloseable {
  private static final HttpResponse TAKEN =
      new HttpResponse() {
        @Override
        public int getStatusCode() {
          return 200;
        }

        @Override
        public String getStatusMessage() {
          return "OK";
        }

        @Override
        public byte[] getResponseBody() {
          return new byte[0];
        }
      };

  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
  private final OtlpHttpMetricExporter exporter =
      OtlpHttpMetricExporter.builder()
          .setComponentLoader(new OnlySender())
          .setMeterProvider(MeterProvider.noop())
          .setMemoryMode(MemoryMode.IMMUTABLE_DATA)
          .build();

  /** The body of a request with these figures. */
  byte[] encode(Collection<MetricData> figures) {
    packed.reset();
    CompletableResultCode result = exporter.export(figures);
    if (!result.isSuccess()) {
      throw new IllegalStateException(
          "Figures cannot be encoded for OTLP", result.getFailureThrowable());
    }
    return packed.toByteArray();
  }

  @Override
  public void close() {
    exporter.shutdown();
  }

  /** Answers at once. */
  private final class Buffer implements HttpSender {
    @Override
    public void send(
        MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
      try (OutputStream out = new GZIPOutputStream(packed)) {
        message.writeMessage(out);
      } catch (IOException e) {
        onError.accept(e);
        return;
      }
      onResponse.accept(TAKEN);
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** Has the exporter find our sender, whatever else there is on the class path. */
  private final class OnlySender implements ComponentLoader {
    @Override
    public <T> Iterable<T> load(Class<T> type) {
      HttpSenderProvider provider = settings -> new Buffer();
      return type == HttpSenderProvider.class ? List.of(type.cast(provider)) : List.of();
    }
  }
}
