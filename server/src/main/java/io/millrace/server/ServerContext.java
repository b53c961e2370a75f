package io.millrace.server;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeLog;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.DataFolder;
import io.millrace.server.data.MasterKey;
import io.millrace.server.identity.role.RunRoles;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What every service of one server shares.
 *
 * @param jdbi the server's own database, in its data folder
 * @param catalog the catalog, in that database too or in one that several servers share
 * @param changes the catalog's history
 * @param roles what jobs and functions act with
 */
record ServerContext(
        ServerConfig config,
        MillraceHome home,
        DataFolder folder,
        Jdbi jdbi,
        CatalogStore catalog,
        ChangeLog changes,
        MasterKey masterKey,
        S3Client s3,
        RunRoles roles,
        ChildEnvironment children,
        InstantSource clock,
        ServerParts parts) {}
