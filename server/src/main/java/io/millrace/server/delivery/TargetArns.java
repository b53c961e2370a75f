package io.millrace.server.delivery;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which kind of target an ARN names. */
public final class TargetArns {
    /** A function, by ARN. */
    public static final String FUNCTION = "lambda";
    /** Glue's StartJobRun as a universal target of the Scheduler. */
    public static final String START_JOB_RUN = "glue:startJobRun";

    /** An SNS topic, by ARN. */
    public static final String TOPIC = "sns";

    /** A pipeline, by ARN. */
    public static final String PIPELINE = "codepipeline";

    private static final Pattern PIPELINE_ARN =
            Pattern.compile("arn:aws[a-z-]*:codepipeline:[a-z0-9-]+:\\d{12}:[A-Za-z0-9.@_-]{1,100}");
    private static final Pattern TOPIC_ARN =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");
    private static final Pattern FUNCTION_ARN =
            Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[a-zA-Z0-9_-]{1,64}(:[a-zA-Z0-9$_-]+)?");
    private static final String UNIVERSAL = "arn:aws:scheduler:::aws-sdk:";

    private TargetArns() {}

    /** The kind of a target's ARN; empty if nothing here takes it. */
    public static Optional<String> kind(String arn) {
        if (FUNCTION_ARN.matcher(arn).matches()) {
            return Optional.of(FUNCTION);
        }
        if (TOPIC_ARN.matcher(arn).matches()) {
            return Optional.of(TOPIC);
        }
        if (PIPELINE_ARN.matcher(arn).matches()) {
            return Optional.of(PIPELINE);
        }
        return arn.equals(UNIVERSAL + START_JOB_RUN) ? Optional.of(START_JOB_RUN) : Optional.empty();
    }
}
