package io.millrace.server.service;

import io.millrace.catalog.classifier.ClassifierOperations;
import io.millrace.catalog.connection.ConnectionOperations;
import io.millrace.catalog.function.UserDefinedFunctionOperations;
import io.millrace.catalog.metadata.ColumnStatisticsOperations;
import io.millrace.catalog.search.SearchOperations;
import io.millrace.catalog.setting.EncryptionSettingsOperations;
import io.millrace.catalog.setting.ResourcePolicyOperations;
import io.millrace.catalog.tag.TagOperations;

/** The families of Glue's operations on the catalog's smaller entities. */
public record GlueEntityOperations(
        ColumnStatisticsOperations statistics,
        UserDefinedFunctionOperations functions,
        ConnectionOperations connections,
        ClassifierOperations classifiers,
        SearchOperations search,
        TagOperations tags,
        EncryptionSettingsOperations encryption,
        ResourcePolicyOperations policies) {}
