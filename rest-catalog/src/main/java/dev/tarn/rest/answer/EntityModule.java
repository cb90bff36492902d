package dev.tarn.rest.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tarn.core.asset.Entity;
import dev.tarn.core.change.LogEntry;
import dev.tarn.core.search.SearchResult;
import dev.tarn.json.EntityJson;
import java.io.Serial;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes entities in the one form that they have everywhere, and what stands around them: entries
 * of the log, hits of a search.
 */
public final class EntityModule extends SimpleModule {
  @Serial private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public EntityModule() {
    super("tarn-entities");
    addSerializer(new EntitySerializer());
    addSerializer(new LogEntrySerializer());
    setMixInAnnotation(SearchResult.Hit.class, OnlyWhatWasAskedFor.class);
  }

  /** A hit has highlights and an explanation where the request wants them. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private interface OnlyWhatWasAskedFor {}

  private static final class EntitySerializer extends StdSerializer<Entity> {
    EntitySerializer() {
      super(Entity.class);
    }

    @Override
    public void serialize(Entity entity, JsonGenerator out, SerializationContext context) {
      out.writeRawValue(EntityJson.write(entity));
    }
  }

  private static final class LogEntrySerializer extends StdSerializer<LogEntry> {
    LogEntrySerializer() {
      super(LogEntry.class);
    }

    @Override
    public void serialize(LogEntry entry, JsonGenerator out, SerializationContext context) {
      out.writeStartObject();
      out.writeNumberProperty("seq", entry.seq());
      out.writeStringProperty("committedAt", TIME.format(entry.committedAt()));
      out.writeStringProperty("operation", entry.operation().code());
      out.writeStringProperty("kind", entry.kind().code());
      out.writeStringProperty("key", entry.key());
      out.writeNumberProperty("version", entry.after().version());
      out.writeArrayPropertyStart("changedFields");
      entry.changedFields().forEach(out::writeString);
      out.writeEndArray();
      out.writeStringProperty("actor", entry.actor());
      out.writeStringProperty("requestId", entry.requestId());
      optional(out, "source", entry.source());
      optional(out, "reason", entry.reason());
      out.writeStringProperty("groupId", entry.groupId());
      Entity before = entry.before();
      if (before != null) {
        out.writeName("before");
        out.writeRawValue(EntityJson.write(before));
      }
      out.writeName("after");
      out.writeRawValue(EntityJson.write(entry.after()));
      out.writeEndObject();
    }

    private static void optional(JsonGenerator out, String name, @Nullable String text) {
      if (text != null) {
        out.writeStringProperty(name, text);
      }
    }
  }
}
