package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.DataFolder;
import io.millrace.server.data.MasterKey;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.s3.S3Client;

/** What every service of one server shares. */
record ServerContext(
        ServerConfig config,
        MillraceHome home,
        DataFolder folder,
        Jdbi jdbi,
        CatalogStore catalog,
        MasterKey masterKey,
        S3Client s3,
        ChildEnvironment children,
        InstantSource clock,
        ServerParts parts) {}
