package io.millrace.cloudformation.evaluate;

import java.util.Optional;

/** A place without parameter store and secrets. */
final class NoSources implements ValueSources {
    @Override
    public Optional<String> parameter(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> resolve(DynamicReference reference) {
        return Optional.empty();
    }

    @Override
    public boolean exists(String type, String value) {
        throw new EvaluationException("Parameters of type " + type + " are not supported here; use String");
    }
}
