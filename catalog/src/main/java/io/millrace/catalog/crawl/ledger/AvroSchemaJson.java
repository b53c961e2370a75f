package io.millrace.catalog.crawl.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Avro schemas as JSON: a text with the schema's own JSON. */
final class AvroSchemaJson {
    private AvroSchemaJson() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("avro");
        module.addSerializer(Schema.class, ToStringSerializer.instance);
        module.addDeserializer(Schema.class, new Reader());
        return module;
    }

    private static final class Reader extends StdDeserializer<Schema> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Schema.class);
        }

        @Override
        public Schema deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return new Schema.Parser().parse(in.getText());
            } catch (AvroRuntimeException e) {
                return (Schema) context.handleWeirdStringValue(Schema.class, in.getText(), "no Avro schema");
            }
        }
    }
}
