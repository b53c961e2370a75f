package io.millrace.server.function;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Answers that are a function's or an alias's configuration. The API model gives each of them a class of its own with the same
 * members.
 */
final class FunctionAnswers {
    private FunctionAnswers() {}

    /** Copies the configuration's members into an answer's builder and builds it. */
    static Object as(SdkPojo configuration, Object builder) {
        SdkPojo answer = (SdkPojo) builder;
        Map<String, SdkField<?>> targets =
                answer.sdkFields().stream().collect(Collectors.toMap(SdkField::memberName, Function.identity()));
        for (SdkField<?> field : configuration.sdkFields()) {
            SdkField<?> target = targets.get(field.memberName());
            Object value = field.getValueOrDefault(configuration);
            if (target != null && value != null) {
                target.set(answer, value);
            }
        }
        return ((Buildable) builder).build();
    }
}
