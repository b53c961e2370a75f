package io.millrace.server.parameter;

import io.millrace.catalog.page.Page;
import io.millrace.server.parameter.Parameters.Decryption;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;

/** Parameter Store's operations that read. Thread-safe. */
public final class ParameterQueries {
    private static final int MAX_BY_PATH = 10;
    private static final int MAX_PAGE = 50;

    private final Parameters parameters;
    private final ResourceTags tags;
    private final ServicePages pages;

    /** Queries of these parameters. */
    public ParameterQueries(Parameters parameters, ResourceTags tags, ServicePages pages) {
        this.parameters = parameters;
        this.tags = tags;
        this.pages = pages;
    }

    /** One parameter: {@code name}, {@code name:version}, {@code name:label} or an ARN. */
    public GetParameterResponse getParameter(GetParameterRequest request) {
        Selected selected = select(request.name());
        return GetParameterResponse.builder()
                .parameter(answer(selected, Decryption.of(request.withDecryption())))
                .build();
    }

    /** Up to ten; those that are not there are told in the answer. */
    public GetParametersResponse getParameters(GetParametersRequest request) {
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : request.names()) {
            find(name).ifPresentOrElse(
                            selected -> found.add(answer(selected, Decryption.of(request.withDecryption()))),
                            () -> invalid.add(name));
        }
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }

    private record Selected(ParameterHistory version, @Nullable String selector) {}

    private Parameter answer(Selected selected, Decryption decryption) {
        return parameters.answer(selected.version, decryption).toBuilder()
                .selector(selected.selector)
                .build();
    }

    private Selected select(String text) {
        Optional<Selected> selected = find(text);
        if (selected.isPresent()) {
            return selected.get();
        }
        int colon = selectorAt(text);
        String name = parameters.nameIn(colon < 0 ? text : text.substring(0, colon));
        if (colon < 0 || parameters.find(name).isEmpty()) {
            throw ParameterErrors.notFound(name);
        }
        throw ParameterErrors.noVersion(text.substring(colon + 1), name);
    }

    private Optional<Selected> find(String text) {
        int colon = selectorAt(text);
        if (colon < 0) {
            return parameters.find(parameters.nameIn(text)).map(version -> new Selected(version, null));
        }
        String selector = text.substring(colon + 1);
        return parameters.versions(parameters.nameIn(text.substring(0, colon))).stream()
                .filter(version -> String.valueOf(version.version()).equals(selector)
                        || version.labels().contains(selector))
                .findFirst()
                .map(version -> new Selected(version, ":" + selector));
    }

    /** Where the selector begins: the colons of an ARN are none. */
    private static int selectorAt(String text) {
        return text.indexOf(':', text.startsWith("arn:") ? text.indexOf('/') : 0);
    }

    /** A page of the parameters below a path. */
    public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
        if (!request.path().startsWith("/")) {
            throw ParameterErrors.invalid(
                    "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a"
                            + " forward slash \"/\".");
        }
        String path = request.path().endsWith("/") ? request.path() : request.path() + "/";
        boolean recursive = Boolean.TRUE.equals(request.recursive());
        ParameterFilters filters = ParameterFilters.ofPath(request.parameterFilters(), this::labels);
        Page<ParameterHistory> page = pages.page(
                "GetParametersByPath/" + path + recursive + request.parameterFilters(),
                request.nextToken(),
                request.maxResults() == null ? MAX_BY_PATH : Math.min(MAX_BY_PATH, request.maxResults()),
                (after, most) -> parameters.list(path, after).stream()
                        .filter(found -> recursive || found.name().indexOf('/', path.length()) < 0)
                        .filter(filters::accept)
                        .limit(most)
                        .toList(),
                ParameterHistory::name);
        Decryption decryption = Decryption.of(request.withDecryption());
        return GetParametersByPathResponse.builder()
                .parameters(page.items().stream()
                        .map(version -> parameters.answer(version, decryption))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private List<String> labels(ParameterHistory parameter) {
        return parameters.versions(parameter.name()).stream()
                .flatMap(version -> version.labels().stream())
                .toList();
    }

    /** A page of a parameter's versions, the oldest first. */
    public GetParameterHistoryResponse getParameterHistory(GetParameterHistoryRequest request) {
        String name = parameters.nameIn(request.name());
        if (parameters.find(name).isEmpty()) {
            throw ParameterErrors.notFound(name);
        }
        Page<ParameterHistory> page = pages.page(
                "GetParameterHistory/" + name,
                request.nextToken(),
                request.maxResults() == null ? MAX_PAGE : Math.min(MAX_PAGE, request.maxResults()),
                (after, most) -> parameters.versionsAfter(name, after, most),
                version -> String.valueOf(version.version()));
        Decryption decryption = Decryption.of(request.withDecryption());
        return GetParameterHistoryResponse.builder()
                .parameters(page.items().stream()
                        .map(version -> version.toBuilder()
                                .value(parameters.value(version, decryption))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** A page of parameters without their values. */
    public DescribeParametersResponse describeParameters(DescribeParametersRequest request) {
        if (request.hasFilters() && !request.filters().isEmpty()) {
            throw ParameterErrors.unsupported("Filters (ParameterFilters can say the same)");
        }
        if (Boolean.TRUE.equals(request.shared())) {
            throw ParameterErrors.unsupported("Shared");
        }
        ParameterFilters filters = ParameterFilters.of(
                request.parameterFilters(), parameter -> tags.of(parameters.arn(parameter.name())));
        Page<ParameterHistory> page = pages.page(
                "DescribeParameters/" + request.parameterFilters(),
                request.nextToken(),
                request.maxResults() == null ? MAX_PAGE : Math.min(MAX_PAGE, request.maxResults()),
                (after, most) -> parameters.list("", after).stream()
                        .filter(filters::accept)
                        .limit(most)
                        .toList(),
                ParameterHistory::name);
        return DescribeParametersResponse.builder()
                .parameters(page.items().stream().map(this::metadata).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private ParameterMetadata metadata(ParameterHistory parameter) {
        return ParameterMetadata.builder()
                .name(parameter.name())
                .arn(parameters.arn(parameter.name()))
                .type(parameter.type())
                .keyId(parameter.keyId())
                .lastModifiedDate(parameter.lastModifiedDate())
                .lastModifiedUser(parameter.lastModifiedUser())
                .description(parameter.description())
                .allowedPattern(parameter.allowedPattern())
                .version(parameter.version())
                .tier(parameter.tier())
                .policies(List.of())
                .dataType(parameter.dataType())
                .build();
    }
}
