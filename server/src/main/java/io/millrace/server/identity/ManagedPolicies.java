package io.millrace.server.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The AWS managed policies that are known here, by their ARNs. */
public final class ManagedPolicies {
    private static final String PREFIX = "arn:aws:iam::aws:policy/";

    /** With their paths, as AWS names them. */
    private static final List<String> KNOWN = List.of(
            "AdministratorAccess",
            "AmazonS3FullAccess",
            "AmazonS3ReadOnlyAccess",
            "service-role/AWSGlueServiceRole",
            "service-role/AWSLambdaBasicExecutionRole");

    private ManagedPolicies() {}

    /** The ARNs of all that are known. */
    public static List<String> arns() {
        return KNOWN.stream().map(PREFIX::concat).toList();
    }

    /** The document of an AWS managed policy; empty if it is not known here. */
    public static Optional<String> document(String arn) {
        return arn.startsWith(PREFIX) && KNOWN.contains(arn.substring(PREFIX.length()))
                ? Optional.of(load(arn.substring(arn.lastIndexOf('/') + 1)))
                : Optional.empty();
    }

    private static String load(String name) {
        try (InputStream in = ManagedPolicies.class.getResourceAsStream("managed/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("The build lacks the managed policy " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
