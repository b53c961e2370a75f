package io.millrace.catalog.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.CreateSchemaRequest;
import software.amazon.awssdk.services.glue.model.CreateSchemaResponse;
import software.amazon.awssdk.services.glue.model.DataFormat;
import software.amazon.awssdk.services.glue.model.GetSchemaRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaResponse;
import software.amazon.awssdk.services.glue.model.RegisterSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.RegisterSchemaVersionResponse;

/** The registry's operations on a fresh SQLite file, at a standing clock. */
final class TestingRegistry implements AutoCloseable {
    static final String NOW = "2026-11-22T05:00:00.123Z";
    static final String ARN = "arn:aws:glue:eu-central-1:000000000000:";

    final SchemaRegistryOperations operations;
    private final SqliteDatabase database;

    TestingRegistry(Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        operations = SchemaRegistryOperations.of(
                new JdbcCatalogStore(database),
                PageTokens.withChecksum(),
                InstantSource.fixed(Instant.parse(NOW)),
                "eu-central-1");
    }

    /** An Avro schema in the default registry. */
    CreateSchemaResponse create(String name, Compatibility mode, String definition) {
        return operations
                .schemas()
                .createSchema(CreateSchemaRequest.builder()
                        .schemaName(name)
                        .dataFormat(DataFormat.AVRO)
                        .compatibility(mode)
                        .schemaDefinition(definition)
                        .build());
    }

    RegisterSchemaVersionResponse register(String name, String definition) {
        return operations
                .versions()
                .registerSchemaVersion(RegisterSchemaVersionRequest.builder()
                        .schemaId(id -> id.schemaName(name))
                        .schemaDefinition(definition)
                        .build());
    }

    GetSchemaResponse schema(String name) {
        return operations
                .schemas()
                .getSchema(GetSchemaRequest.builder()
                        .schemaId(id -> id.schemaName(name))
                        .build());
    }

    /** A record with a long for each name; with a default if the name ends with one, as in {@code a=0}. */
    static String avro(String... fields) {
        StringBuilder text = new StringBuilder("{\"type\":\"record\",\"name\":\"R\",\"fields\":[");
        for (int i = 0; i < fields.length; i++) {
            int equals = fields[i].indexOf('=');
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(equals < 0 ? fields[i] : fields[i].substring(0, equals))
                    .append("\",\"type\":\"long\"")
                    .append(equals < 0 ? "" : ",\"default\":" + fields[i].substring(equals + 1))
                    .append("}");
        }
        return text.append("]}").toString();
    }

    static void assertRefused(CatalogErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Override
    public void close() {
        database.close();
    }
}
