package io.millrace.server.cli.stack;

import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Where the services are: a server of this machine, an endpoint, or what the SDK's own settings say. */
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

    /** CloudFormation's client; the caller closes it. */
    CloudFormationClient client() {
        return client(CloudFormationClient.builder());
    }

    /** A service's client; the caller closes it. */
    public <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(B builder) {
        builder.httpClientBuilder(ApacheHttpClient.builder());
        if (data != null) {
            useServer(builder, data);
        }
        if (profile != null) {
            useProfile(builder, profile);
        }
        if (endpoint != null) {
            builder.endpointOverride(address(endpoint));
        }
        if (region != null) {
            builder.region(Region.of(region));
        }
        return build(builder);
    }

    /** The key, and the region and address if nothing else names them. */
    private static void useProfile(AwsClientBuilder<?, ?> builder, String profile) {
        builder.overrideConfiguration(client -> client.defaultProfileName(profile));
        builder.credentialsProvider(ProfileCredentialsProvider.create(profile));
    }

    private static URI address(URI uri) {
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "--endpoint must be an address such as http://127.0.0.1:8585, but is '" + uri + "'");
        }
        return uri;
    }

    private <C> C build(SdkBuilder<?, C> builder) {
        if (data == null && region == null) {
            requireRegion();
        }
        if (data == null) {
            requireKey();
        }
        return builder.build();
    }

    private void requireKey() {
        try (DefaultCredentialsProvider provider =
                DefaultCredentialsProvider.builder().profileName(profile).build()) {
            provider.resolveCredentials();
        } catch (SdkClientException e) {
            throw unknown(
                    "No key is known. Name the data folder of a server of this machine with --data,"
                            + " or a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                    e);
        }
    }

    /** The SDK says it with the names of six classes, here and of keys. */
    private void requireRegion() {
        try {
            DefaultAwsRegionProviderChain.builder().profileName(profile).build().getRegion();
        } catch (SdkClientException e) {
            throw unknown(
                    "No region is known. Name the data folder of a server of this machine with --data,"
                            + " or a region with --region, AWS_REGION or a profile.",
                    e);
        }
    }

    /** The SDK's reasons, which fill lines, are for the log. */
    private static IllegalStateException unknown(String sentence, SdkClientException reasons) {
        IllegalStateException unknown = new IllegalStateException(sentence);
        unknown.addSuppressed(reasons);
        return unknown;
    }

    /** A client of the object store that goes with it; the caller closes it. */
    S3Client s3() {
        S3ClientBuilder builder = S3Client.builder().httpClientBuilder(ApacheHttpClient.builder());
        if (data != null) {
            ServerNote note = note(data);
            builder.endpointOverride(note.storageEndpoint())
                    .forcePathStyle(true)
                    .region(Region.of(note.region()))
                    .credentialsProvider(credentials(data));
        }
        if (profile != null) {
            useProfile(builder, profile);
        }
        if (region != null) {
            builder.region(Region.of(region));
        }
        return build(builder);
    }

    private static void useServer(AwsClientBuilder<?, ?> builder, Path folder) {
        ServerNote note = note(folder);
        builder.endpointOverride(note.endpoint());
        builder.region(Region.of(note.region()));
        builder.credentialsProvider(credentials(folder));
    }

    private static ServerNote note(Path folder) {
        return ServerNote.read(folder)
                .orElseThrow(() -> new IllegalStateException("No server runs on the data folder " + folder
                        + ". Start one with ./millrace serve --data " + folder));
    }

    private static StaticCredentialsProvider credentials(Path folder) {
        AdministratorKey key = AdministratorKey.load(folder)
                .orElseThrow(() -> new IllegalStateException("The data folder " + folder + " has no key."));
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }
}
