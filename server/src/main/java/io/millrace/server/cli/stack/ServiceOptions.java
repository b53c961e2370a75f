package io.millrace.server.cli.stack;

import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** Where a service is: a server of this machine, an endpoint, or what the SDK's own settings say. */
public final class ServiceOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Talk to the server that runs on this data folder, with its administrator key.")
    private @Nullable Path data;

    @Option(
            names = {"--endpoint", "--endpoint-url"},
            paramLabel = "URI",
            description = "Talk to this address. Without it and --data the SDK's settings count, as for the AWS CLI: "
                    + "AWS_ENDPOINT_URL, profile, region.")
    private @Nullable URI endpoint;

    @Option(names = "--region", paramLabel = "REGION", description = "The region, such as us-east-1.")
    private @Nullable String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile of AWS's configuration files.")
    private @Nullable String profile;

    /** A client of CloudFormation; the caller closes it. */
    CloudFormationClient client() {
        return client(CloudFormationClient.builder());
    }

    /** A client of any service; the caller closes it. */
    public <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(B builder) {
        builder.httpClientBuilder(ApacheHttpClient.builder());
        if (data != null) {
            useServer(builder, data);
        }
        if (profile != null) {
            builder.credentialsProvider(ProfileCredentialsProvider.create(profile));
        }
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (region != null) {
            builder.region(Region.of(region));
        }
        return builder.build();
    }

    private static void useServer(AwsClientBuilder<?, ?> builder, Path folder) {
        ServerNote note = ServerNote.read(folder)
                .orElseThrow(() -> new IllegalStateException("No server runs on the data folder " + folder
                        + ". Start one with ./millrace serve --data " + folder));
        AdministratorKey key = AdministratorKey.load(folder)
                .orElseThrow(() -> new IllegalStateException("The data folder " + folder + " has no key."));
        builder.endpointOverride(note.endpoint());
        builder.region(Region.of(note.region()));
        builder.credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())));
    }
}
