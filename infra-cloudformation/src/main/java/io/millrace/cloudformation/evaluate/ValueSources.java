package io.millrace.cloudformation.evaluate;

import java.util.Optional;

/** Where values come from that a template only names. Implementations are thread-safe. */
public interface ValueSources {
    /** The plain value of a parameter in the parameter store, lists joined by commas; empty if there is none. */
    Optional<String> parameter(String name);

    /** What a {@code {{resolve:…}}} stands for; empty if there is no such parameter, secret, version or key. */
    Optional<String> resolve(DynamicReference reference);

    /**
     * Whether a value of an AWS-specific parameter type exists.
     *
     * @param type such as {@code AWS::EC2::KeyPair::KeyName}
     * @throws EvaluationException if this place does not know the type
     */
    boolean exists(String type, String value);

    /** Sources that have nothing. */
    static ValueSources none() {
        return new NoSources();
    }
}
