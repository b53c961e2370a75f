package io.millrace.etl.job.arguments;

import io.millrace.etl.job.failure.JobFailureException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A job's arguments as Glue hands them to a Spark main class: {@code --key value} or {@code --key=value}. A key may be written
 * with {@code -} or {@code _}. Glue adds arguments of its own, which are accepted and not looked at
 * (https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html).
 */
public final class GlueArguments {
    private static final Set<String> GLUE_OWN = Set.of(
            "job-name",
            "job-id",
            "job-run-id",
            // What our Lambda handlers know a run by that they have started.
            "event-id",
            "job-language",
            "class",
            "scriptlocation",
            "extra-jars",
            "extra-files",
            "extra-py-files",
            "user-jars-first",
            "use-postgres-driver",
            "tempdir",
            "conf",
            "encryption-type",
            "disable-proxy",
            "disable-proxy-v2",
            "datalake-formats",
            "redirectors",
            "securityconfiguration",
            "custom-logging-context",
            "auto-scale-within-microbatch",
            "additional-python-modules",
            "python-modules-installer-option",
            "customer-driver-env-vars",
            "customer-executor-env-vars",
            "continuous-log-loggroup",
            "continuous-log-logstreamprefix",
            "continuous-log-conversionpattern",
            "spark-event-logs-path",
            "write-shuffle-files-to-s3",
            "write-shuffle-spills-to-s3",
            "executor-cores");
    private static final List<String> GLUE_OWN_PREFIXES = List.of("enable-", "job-insights-");

    private final Map<String, String> values;

    private GlueArguments(Map<String, String> values) {
        this.values = values;
    }

    /** Reads the arguments. @throws JobFailureException for one that is neither known nor Glue's own, is given twice or has no value */
    public static GlueArguments parse(List<String> arguments, List<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.remove(0);
            if (!argument.startsWith("--")) {
                throw new JobFailureException(
                        "Unexpected argument '%s': arguments are --key value or --key=value; known are %s"
                                .formatted(argument, listed(known)));
            }
            int equals = argument.indexOf('=');
            String key = normalized(argument.substring(2, equals < 0 ? argument.length() : equals));
            boolean ours = known.contains(key);
            if (!ours && !isGlueOwn(key)) {
                throw new JobFailureException("Unknown argument '--%s'; known are %s".formatted(key, listed(known)));
            }
            String value = equals >= 0 ? argument.substring(equals + 1) : takeValue(rest);
            if (ours && value.isEmpty()) {
                throw new JobFailureException("Argument '--%s' has no value".formatted(key));
            }
            if (values.put(key, value) != null && ours) {
                throw new JobFailureException("Argument '--%s' is given twice".formatted(key));
            }
        }
        return new GlueArguments(values);
    }

    private static String takeValue(List<String> rest) {
        return rest.isEmpty() || rest.get(0).startsWith("--") ? "" : rest.remove(0);
    }

    private static String normalized(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isGlueOwn(String key) {
        return GLUE_OWN.contains(key) || GLUE_OWN_PREFIXES.stream().anyMatch(key::startsWith);
    }

    private static String listed(List<String> known) {
        return "--" + String.join(", --", known);
    }

    /** The value of an argument that may be missing. */
    Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value of an argument that must be there. */
    String require(String key) {
        return find(key).orElseThrow(() -> new JobFailureException("Argument '--%s' is required".formatted(key)));
    }
}
