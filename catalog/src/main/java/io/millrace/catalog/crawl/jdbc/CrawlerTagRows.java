package io.millrace.catalog.crawl.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;

/** The column {@code tags} of the table {@code glue_crawlers}. */
final class CrawlerTagRows {
    private CrawlerTagRows() {}

    /** The tags of a crawler as they are stored. */
    static Optional<String> find(Handle handle, String name) {
        return handle.createQuery("SELECT tags FROM glue_crawlers WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    /** Replaces tags; false if they are not those found before. */
    static boolean change(Handle handle, String name, String found, String changed) {
        return handle.createUpdate("UPDATE glue_crawlers SET tags = :changed WHERE name = :name AND tags = :found")
                        .bind("name", name)
                        .bind("found", found)
                        .bind("changed", changed)
                        .execute()
                == 1;
    }

    static Map<String, String> parse(String json) {
        return SdkJsonReader.read(
                        json.getBytes(StandardCharsets.UTF_8), GetTagsResponse.builder(), GetTagsResponse.class)
                .tags();
    }

    static String json(Map<String, String> tags) {
        return new String(
                SdkJsonWriter.write(GetTagsResponse.builder().tags(tags).build()), StandardCharsets.UTF_8);
    }
}
