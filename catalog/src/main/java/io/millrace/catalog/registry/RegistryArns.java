package io.millrace.catalog.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARNs of registries and schemas: {@code arn:aws:glue:REGION:ACCOUNT:registry/NAME} and {@code …:schema/REGISTRY/NAME}. */
final class RegistryArns {
    private static final String ACCOUNT = "000000000000";
    private static final String NAME = "[a-zA-Z0-9-_$#.]{1,255}";

    private final String prefix;
    private final Pattern registry;
    private final Pattern schema;

    RegistryArns(String region) {
        this.prefix = "arn:aws:glue:" + region + ":" + ACCOUNT + ":";
        this.registry = Pattern.compile(Pattern.quote(prefix) + "registry/(" + NAME + ")");
        this.schema = Pattern.compile(Pattern.quote(prefix) + "schema/(" + NAME + ")/(" + NAME + ")");
    }

    String registry(String name) {
        return prefix + "registry/" + name;
    }

    String schema(String registryName, String name) {
        return prefix + "schema/" + registryName + "/" + name;
    }

    /** The registry that an ARN of this account and region names. */
    Optional<String> parseRegistry(String arn) {
        Matcher parsed = registry.matcher(arn);
        return parsed.matches() ? Optional.of(parsed.group(1)) : Optional.empty();
    }

    /** The schema that an ARN of this account and region names. */
    Optional<SchemaName> parseSchema(String arn) {
        Matcher parsed = schema.matcher(arn);
        return parsed.matches() ? Optional.of(new SchemaName(parsed.group(1), parsed.group(2))) : Optional.empty();
    }
}
