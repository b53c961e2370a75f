package io.millrace.server.identity.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Reads members of any request by their wire names: {@code Name}, {@code TableInput.Name}, {@code JobNames}. */
final class RequestMembers {
    private final SdkPojo request;

    RequestMembers(SdkPojo request) {
        this.request = request;
    }

    /**
     * The texts at the paths, of a list all of them ({@code Targets.RoleArn}: of each target); empty texts are left out.
     *
     * @throws IllegalStateException if the request's class has no such member, which is a mistake in a rule
     */
    List<String> texts(String... paths) {
        return Arrays.stream(paths)
                .flatMap(path -> texts(request, path).stream())
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    Optional<String> text(String path) {
        return texts(path).stream().findFirst();
    }

    private static List<String> texts(SdkPojo pojo, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        SdkField<?> field = pojo.sdkFields().stream()
                .filter(candidate -> candidate.memberName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(pojo.getClass().getName() + " has no member " + name));
        Object value = field.getValueOrDefault(pojo);
        if (value instanceof SdkPojo inner && dot >= 0) {
            return texts(inner, path.substring(dot + 1));
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .flatMap(item -> item instanceof SdkPojo inner && dot >= 0
                            ? texts(inner, path.substring(dot + 1)).stream()
                            : Stream.of(String.valueOf(item)))
                    .toList();
        }
        return value == null ? List.of() : List.of(value.toString());
    }
}
