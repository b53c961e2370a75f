package io.millrace.server.function;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeadLetterConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** What a function may be: Lambda's own rules, and refusals of what this host does not have. */
final class FunctionRules {
    private static final int JAVA_21 = 21;
    private static final int MAX_ENVIRONMENT_BYTES = 4096;
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    private final EventDestinations destinations;

    FunctionRules(EventDestinations destinations) {
        this.destinations = destinations;
    }

    void check(CreateFunctionRequest request) {
        if (request.packageType() == PackageType.IMAGE) {
            throw FunctionErrors.unsupported("The package type Image");
        }
        if (request.runtime() == null || request.handler() == null) {
            throw FunctionErrors.invalid("Runtime and Handler are mandatory parameters for functions created with"
                    + " deployment packages.");
        }
        checkRuntime(request.runtime(), request.runtimeAsString());
        checkEnvironment(
                request.environment() == null ? Map.of() : request.environment().variables());
        refuse("Layers", emptyToNull(request.layers()));
        refuse("FileSystemConfigs", emptyToNull(request.fileSystemConfigs()));
        refuse(
                "VpcConfig",
                request.vpcConfig() == null
                        ? null
                        : emptyToNull(request.vpcConfig().subnetIds()));
        checkDeadLetters(request.deadLetterConfig());
        refuse("ImageConfig", request.imageConfig());
        refuse("CodeSigningConfigArn", request.codeSigningConfigArn());
        refuse("KMSKeyArn", request.kmsKeyArn());
        refuse("SnapStart", request.snapStart());
    }

    void check(UpdateFunctionConfigurationRequest request) {
        if (request.runtimeAsString() != null) {
            checkRuntime(request.runtime(), request.runtimeAsString());
        }
        checkEnvironment(
                request.environment() == null ? Map.of() : request.environment().variables());
        refuse("Layers", emptyToNull(request.layers()));
        refuse("FileSystemConfigs", emptyToNull(request.fileSystemConfigs()));
        refuse(
                "VpcConfig",
                request.vpcConfig() == null
                        ? null
                        : emptyToNull(request.vpcConfig().subnetIds()));
        checkDeadLetters(request.deadLetterConfig());
        refuse("ImageConfig", request.imageConfig());
        refuse("KMSKeyArn", request.kmsKeyArn());
        refuse("SnapStart", request.snapStart());
    }

    private void checkDeadLetters(@Nullable DeadLetterConfig config) {
        String target = config == null ? null : config.targetArn();
        if (target != null && !target.isEmpty() && !destinations.accepts(target)) {
            throw FunctionErrors.invalid("The target " + target
                    + " of the dead-letter queue is not supported by Millrace; use an SNS topic.");
        }
    }

    private static void checkRuntime(Runtime runtime, String text) {
        boolean runs = runtime == Runtime.JAVA17
                || (runtime == Runtime.JAVA21 && java.lang.Runtime.version().feature() >= JAVA_21);
        if (!runs) {
            throw FunctionErrors.invalid("The runtime parameter of " + text
                    + " is not supported by Millrace on Java "
                    + java.lang.Runtime.version().feature()
                    + "; use java17.");
        }
    }

    private static void checkEnvironment(Map<String, String> variables) {
        Set<String> reserved = new TreeSet<>(variables.keySet());
        reserved.retainAll(RESERVED);
        if (!reserved.isEmpty()) {
            throw FunctionErrors.invalid("Lambda was unable to configure your environment variables because the"
                    + " environment variables you have provided contains reserved keys that are currently not"
                    + " supported for modification. Reserved keys used in this request: "
                    + String.join(", ", reserved));
        }
        int size = variables.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        if (size > MAX_ENVIRONMENT_BYTES) {
            throw FunctionErrors.invalid("Lambda was unable to configure your environment variables because the"
                    + " environment variables you have provided exceeded the 4KB limit.");
        }
    }

    private static @Nullable Object emptyToNull(List<?> values) {
        return values.isEmpty() ? null : values;
    }

    private static void refuse(String member, @Nullable Object value) {
        if (value != null) {
            throw FunctionErrors.unsupported(member);
        }
    }
}
