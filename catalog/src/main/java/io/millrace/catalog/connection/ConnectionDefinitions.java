package io.millrace.catalog.connection;

import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.store.ChangeAuthor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.AuthenticationConfiguration;
import software.amazon.awssdk.services.glue.model.AuthenticationConfigurationInput;
import software.amazon.awssdk.services.glue.model.Connection;
import software.amazon.awssdk.services.glue.model.ConnectionInput;
import software.amazon.awssdk.services.glue.model.ConnectionStatus;
import software.amazon.awssdk.services.glue.model.OAuth2PropertiesInput;

/** Makes connections of what requests say, with what Glue fills in; their secrets are still plain. */
final class ConnectionDefinitions {
    /** Glue API, Connection: 1 for connections of the older form, 2 for those with settings for several engines. */
    private static final int SCHEMA_WITHOUT_ENGINES = 1;

    private static final int SCHEMA_WITH_ENGINES = 2;

    private ConnectionDefinitions() {}

    static Connection of(ConnectionInput input, @Nullable Instant creationTime, Instant now) {
        requireSupported(input);
        Connection.Builder connection = Connection.builder()
                .name(input.name())
                .description(input.description())
                .connectionType(input.connectionTypeAsString())
                .connectionPropertiesWithStrings(input.connectionPropertiesAsStrings())
                .physicalConnectionRequirements(input.physicalConnectionRequirements())
                .authenticationConfiguration(authentication(input.authenticationConfiguration()))
                .creationTime(creationTime)
                .lastUpdatedTime(now)
                .lastUpdatedBy(ChangeAuthor.current().principal())
                .status(ConnectionStatus.READY)
                .connectionSchemaVersion(SCHEMA_WITHOUT_ENGINES);
        if (input.hasMatchCriteria()) {
            connection.matchCriteria(input.matchCriteria());
        }
        boolean hasEngines = input.hasSparkProperties() || input.hasAthenaProperties() || input.hasPythonProperties();
        if (hasEngines || input.authenticationConfiguration() != null) {
            connection.connectionSchemaVersion(SCHEMA_WITH_ENGINES);
        }
        if (input.hasSparkProperties()) {
            connection.sparkProperties(input.sparkProperties());
        }
        if (input.hasAthenaProperties()) {
            connection.athenaProperties(input.athenaProperties());
        }
        if (input.hasPythonProperties()) {
            connection.pythonProperties(input.pythonProperties());
        }
        return connection.build();
    }

    private static void requireSupported(ConnectionInput input) {
        if (input.name() == null || input.name().isBlank()) {
            throw MetadataRequests.invalid("Name must not be null or empty.");
        }
        if (Boolean.TRUE.equals(input.validateCredentials())) {
            MetadataRequests.refuse(input.validateCredentials(), "ValidateCredentials");
        }
        AuthenticationConfigurationInput authentication = input.authenticationConfiguration();
        if (authentication == null) {
            return;
        }
        // Glue puts these into AWS Secrets Manager, which is not here.
        MetadataRequests.refuse(authentication.basicAuthenticationCredentials(), "BasicAuthenticationCredentials");
        if (authentication.hasCustomAuthenticationCredentials()) {
            MetadataRequests.refuse(
                    authentication.customAuthenticationCredentials(), "CustomAuthenticationCredentials");
        }
        OAuth2PropertiesInput oauth2 = authentication.oAuth2Properties();
        if (oauth2 != null) {
            MetadataRequests.refuse(oauth2.oAuth2Credentials(), "OAuth2Credentials");
            MetadataRequests.refuse(oauth2.authorizationCodeProperties(), "AuthorizationCodeProperties");
        }
    }

    private static @Nullable AuthenticationConfiguration authentication(
            @Nullable AuthenticationConfigurationInput input) {
        if (input == null) {
            return null;
        }
        AuthenticationConfiguration.Builder kept = AuthenticationConfiguration.builder();
        SdkJsonReader.readInto(SdkJsonWriter.write(input), kept);
        return kept.build();
    }
}
