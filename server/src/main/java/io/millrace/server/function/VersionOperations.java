package io.millrace.server.function;

import io.millrace.server.function.runtime.FunctionHost;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;

/**
 * Lambda's versions: a version keeps the code and the configuration that {@code $LATEST} had when it was published, and has
 * processes of its own. Thread-safe.
 */
public final class VersionOperations {
    private final Functions functions;
    private final FunctionHost host;

    /** The operations on versions of these functions. */
    public VersionOperations(Functions functions, FunctionHost host) {
        this.functions = functions;
        this.host = host;
    }

    /** Publishes {@code $LATEST}; the version that was published last is the answer if nothing has changed since. */
    public PublishVersionResponse publishVersion(PublishVersionRequest request) {
        FunctionConfiguration latest = functions.load(functions.names().parse(request.functionName(), null), null);
        if (request.revisionId() != null && !request.revisionId().equals(latest.revisionId())) {
            throw FunctionErrors.stale();
        }
        if (request.codeSha256() != null && !request.codeSha256().equals(latest.codeSha256())) {
            throw FunctionErrors.invalid(
                    "CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please try"
                                    .formatted(request.codeSha256(), latest.codeSha256())
                            + " again with the CodeSHA256 in $LATEST.");
        }
        return (PublishVersionResponse)
                FunctionAnswers.as(publish(latest, request.description()), PublishVersionResponse.builder());
    }

    /** Publishes this state of {@code $LATEST}. */
    synchronized FunctionConfiguration publish(FunctionConfiguration latest, @Nullable String description) {
        String name = latest.functionName();
        FunctionConfiguration newest = functions.versions().findNewest(name).orElse(null);
        if (newest != null && comparable(newest).equals(comparable(latest))) {
            return newest;
        }
        FunctionConfiguration version = functions
                .versions()
                .publish(
                        name,
                        number -> latest.toBuilder()
                                .version(Long.toString(number))
                                .functionArn(functions.names().arn(name, Long.toString(number)))
                                .revisionId(UUID.randomUUID().toString())
                                .description(description == null ? latest.description() : description)
                                .build());
        host.prepare(functions.spec(version));
        return version;
    }

    /** Without what differs between a version and the state that it was made of. */
    private static FunctionConfiguration comparable(FunctionConfiguration function) {
        return function.toBuilder()
                .version(null)
                .functionArn(null)
                .revisionId(null)
                .lastModified(null)
                .description(null)
                .build();
    }

    /** {@code $LATEST} and the versions, the oldest first, at most 50 a page. */
    public ListVersionsByFunctionResponse listVersionsByFunction(ListVersionsByFunctionRequest request) {
        String name = functions.names().parse(request.functionName(), null);
        FunctionConfiguration latest = functions.load(name, null);
        FunctionPages<FunctionConfiguration> page = FunctionPages.of(
                request.maxItems(),
                request.marker(),
                (marker, limit) -> versionsAfter(latest, marker, limit),
                FunctionConfiguration::version);
        return ListVersionsByFunctionResponse.builder()
                .versions(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    private List<FunctionConfiguration> versionsAfter(FunctionConfiguration latest, String marker, int limit) {
        List<FunctionConfiguration> found = new ArrayList<>();
        if (marker.isEmpty()) {
            found.add(latest.toBuilder()
                    .functionArn(functions.names().arn(latest.functionName(), FunctionNames.LATEST))
                    .build());
        }
        FunctionReference after = new FunctionReference(latest.functionName(), marker);
        if (!marker.isEmpty() && !after.isLatest() && !after.isVersion()) {
            throw FunctionErrors.invalid("The marker is not one that this operation gave.");
        }
        long version = marker.isEmpty() || after.isLatest() ? 0 : Long.parseLong(marker);
        found.addAll(functions.versions().listAfter(latest.functionName(), version, limit - found.size()));
        return found;
    }

    /** Deletes one version. */
    synchronized void delete(FunctionReference reference) {
        FunctionConfiguration version = functions.version(reference.name(), reference.qualifier());
        functions.aliases().listAfter(reference.name(), "", Integer.MAX_VALUE).stream()
                .filter(alias -> AliasOperations.uses(alias, reference.qualifier()))
                .findFirst()
                .ifPresent(alias -> {
                    throw FunctionErrors.conflict("Version %s of function %s is used by alias %s."
                            .formatted(reference.qualifier(), reference.name(), alias.name()));
                });
        functions.versions().delete(reference.name(), Long.parseLong(reference.qualifier()));
        host.retire(functions.spec(version));
    }
}
