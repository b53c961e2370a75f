package io.millrace.cloudformation.resource.sdk;

import io.millrace.cloudformation.resource.GeneratedNames;
import java.util.function.Function;

/** How resources get their names: the property, or the one that CloudFormation makes. */
public final class Names {
    private Names() {}

    /** The name at a path, or a generated one with at most {@code length} characters. */
    public static Function<ResourceProperties, String> at(String path, int length) {
        return properties -> properties
                .text(path)
                .orElseGet(() -> GeneratedNames.shortened(properties.request().generatedName(), length));
    }

    /** The name at a path, or a generated one in lower case. */
    public static Function<ResourceProperties, String> lowerCase(String path, int length) {
        return properties -> properties
                .text(path)
                .orElseGet(() -> GeneratedNames.lowerCase(properties.request().generatedName(), length));
    }
}
