package io.millrace.server.parameter;

import io.millrace.server.resource.ResourceTags;
import io.millrace.server.wire.CallContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Parameter Store's operations that change parameters. Thread-safe; each is one transaction. */
public final class ParameterOperations {
    /** Versions of a parameter: of more the oldest goes, unless it has a label (Systems Manager User Guide, "Versions"). */
    static final int MAX_VERSIONS = 100;

    private static final int MAX_LABELS = 10;

    private final Parameters parameters;
    private final ResourceTags tags;
    private final InstantSource clock;

    /** Operations on these parameters. */
    public ParameterOperations(Parameters parameters, ResourceTags tags, InstantSource clock) {
        this.parameters = parameters;
        this.tags = tags;
        this.clock = clock;
    }

    /** Makes a parameter, or with {@code Overwrite} its next version. */
    public PutParameterResponse putParameter(CallContext context, PutParameterRequest request) {
        ParameterRules.check(request);
        ParameterHistory added = parameters.jdbi().inTransaction(handle -> {
            Optional<ParameterHistory> before = parameters.find(request.name());
            if (before.isPresent()) {
                checkOverwrite(request, before.get());
                makeRoom(request.name());
            }
            ParameterHistory version = version(request, before, context.principal().arn());
            parameters.add(version);
            if (!tags.add(parameters.arn(request.name()), ResourceTags.map(request.tags(), Tag::key, Tag::value))) {
                throw ParameterErrors.error(
                        "TooManyTagsError", "A parameter can have up to " + ResourceTags.MAX_TAGS + " tags.");
            }
            return version;
        });
        return PutParameterResponse.builder()
                .version(added.version())
                .tier(added.tier())
                .build();
    }

    private static void checkOverwrite(PutParameterRequest request, ParameterHistory before) {
        if (!Boolean.TRUE.equals(request.overwrite())) {
            throw ParameterErrors.error(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }
        if (request.hasTags() && !request.tags().isEmpty()) {
            throw ParameterErrors.invalid(
                    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags,"
                            + " please remove overwrite flag. To update tags for an existing parameter, please use"
                            + " AddTagsToResource or RemoveTagsFromResource.");
        }
        if (request.type() != null && request.type() != before.type()) {
            throw ParameterErrors.error(
                    "HierarchyTypeMismatchException",
                    "Parameter Store doesn't support changing a parameter type: " + request.name() + " is a "
                            + before.typeAsString() + ".");
        }
    }

    private void makeRoom(String name) {
        List<ParameterHistory> versions = parameters.versions(name);
        if (versions.size() < MAX_VERSIONS) {
            return;
        }
        ParameterHistory oldest = versions.get(0);
        if (!oldest.labels().isEmpty()) {
            throw ParameterErrors.error(
                    "ParameterMaxVersionLimitExceeded",
                    "You attempted to create a new version of " + name
                            + " by calling the PutParameter API with the overwrite flag. Version " + oldest.version()
                            + ", the oldest version, can't be deleted because it has a label associated with it. Move"
                            + " the label to another version of the parameter, and try again.");
        }
        parameters.remove(name, oldest);
    }

    private ParameterHistory version(PutParameterRequest request, Optional<ParameterHistory> before, String user) {
        @Nullable ParameterTier tier = before.map(ParameterHistory::tier).orElse(null);
        ParameterType type = request.type() == null
                ? before.map(ParameterHistory::type)
                        .orElseThrow(() ->
                                ParameterErrors.invalid("A parameter type is required when you create a parameter."))
                : request.type();
        if (type == ParameterType.UNKNOWN_TO_SDK_VERSION) {
            throw ParameterErrors.error("UnsupportedParameterType", "There is no type " + request.typeAsString() + ".");
        }
        return ParameterHistory.builder()
                .name(request.name())
                .type(type)
                .keyId(type == ParameterType.SECURE_STRING ? ParameterRules.DEFAULT_KEY : null)
                .value(request.value())
                .version(before.map(ParameterHistory::version).orElse(0L) + 1)
                .description(
                        request.description() == null
                                ? before.map(ParameterHistory::description).orElse(null)
                                : request.description())
                .allowedPattern(request.allowedPattern())
                .tier(ParameterRules.tier(request, tier))
                .dataType("text")
                .labels(List.of())
                .lastModifiedDate(clock.instant())
                .lastModifiedUser(user)
                .build();
    }

    /** Removes a parameter with all its versions. */
    public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
        if (!delete(request.name())) {
            throw ParameterErrors.notFound(request.name());
        }
        return DeleteParameterResponse.builder().build();
    }

    /** Removes up to ten parameters; those that are not there are told in the answer. */
    public DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
        List<String> deleted = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        request.names().forEach(name -> (delete(name) ? deleted : invalid).add(name));
        return DeleteParametersResponse.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }

    private boolean delete(String nameOrArn) {
        return parameters.jdbi().inTransaction(handle -> {
            String name = parameters.nameIn(nameOrArn);
            tags.removeAll(parameters.arn(name));
            return parameters.delete(name);
        });
    }

    /** Gives labels to a version; a label of another version moves. Those that cannot be labels are told in the answer. */
    public LabelParameterVersionResponse labelParameterVersion(LabelParameterVersionRequest request) {
        List<String> invalid =
                request.labels().stream().filter(label -> !ParameterRules.isLabel(label)).toList();
        List<String> labels =
                request.labels().stream().filter(ParameterRules::isLabel).distinct().toList();
        long version = parameters.jdbi().inTransaction(handle -> label(request, labels));
        return LabelParameterVersionResponse.builder()
                .parameterVersion(version)
                .invalidLabels(invalid)
                .build();
    }

    private long label(LabelParameterVersionRequest request, List<String> labels) {
        String name = parameters.nameIn(request.name());
        ParameterHistory newest = parameters.find(name).orElseThrow(() -> ParameterErrors.notFound(name));
        long wanted = request.parameterVersion() == null ? newest.version() : request.parameterVersion();
        List<ParameterHistory> versions = parameters.versions(name);
        if (versions.stream().noneMatch(version -> version.version() == wanted)) {
            throw ParameterErrors.noVersion(String.valueOf(wanted), name);
        }
        for (ParameterHistory version : versions) {
            List<String> changed = new ArrayList<>(version.labels());
            changed.removeAll(labels);
            if (version.version() == wanted) {
                changed.addAll(labels);
            }
            if (changed.size() > MAX_LABELS) {
                throw ParameterErrors.error(
                        "ParameterVersionLabelLimitExceeded", "A version can have up to " + MAX_LABELS + " labels.");
            }
            if (!changed.equals(version.labels())) {
                parameters.put(version.toBuilder().labels(changed).build());
            }
        }
        return wanted;
    }
}
