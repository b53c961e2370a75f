package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Glue's schema registry: a schema's calls need permission for the schema and for its registry. */
final class RegistryRules {
    /** Where schemas are whose registry is not named (Glue API reference, CreateSchema). */
    private static final String DEFAULT_REGISTRY = "default-registry";

    private RegistryRules() {}

    static Map<String, ResourceRule> rules() {
        return new RuleTable("glue")
                .add((request, arns) -> arns.ofType("registry", request.texts("RegistryName")), "CreateRegistry")
                .add(
                        (request, arns) -> arns.ofType("registry", List.of(registry(request))),
                        "GetRegistry",
                        "UpdateRegistry",
                        "DeleteRegistry")
                .add((request, arns) -> arns.ofType("registry", List.of()), "ListRegistries")
                .add(RegistryRules::newSchema, "CreateSchema")
                .add(RegistryRules::schemasOfARegistry, "ListSchemas")
                .add(
                        RegistryRules::schema,
                        "GetSchema",
                        "UpdateSchema",
                        "DeleteSchema",
                        "RegisterSchemaVersion",
                        "ListSchemaVersions",
                        "GetSchemaByDefinition",
                        "GetSchemaVersion",
                        "GetSchemaVersionsDiff",
                        "DeleteSchemaVersions",
                        "PutSchemaVersionMetadata",
                        "QuerySchemaVersionMetadata",
                        "RemoveSchemaVersionMetadata")
                .add((request, arns) -> List.of(ResourceArn.ANY), "CheckSchemaVersionValidity")
                .rules();
    }

    private static List<ResourceArn> newSchema(RequestMembers request, ServerArns arns) {
        return schema(registry(request), request.text("SchemaName").orElse(""), arns);
    }

    private static List<ResourceArn> schemasOfARegistry(RequestMembers request, ServerArns arns) {
        Optional<String> named = namedRegistry(request);
        return named.map(name -> List.of(arns.glue("registry/" + name), arns.allGlue("schema/" + name + "/")))
                .orElseGet(() -> List.of(arns.allGlue("registry/"), arns.allGlue("schema/")));
    }

    /** A version's id alone does not say of which schema it is. */
    private static List<ResourceArn> schema(RequestMembers request, ServerArns arns) {
        Optional<String> arn = request.text("SchemaId.SchemaArn");
        if (arn.isPresent()) {
            String path = afterSlash(arn.get());
            return List.of(arns.glue("registry/" + path.replaceFirst("/.*", "")), arns.given(arn.get()));
        }
        Optional<String> name = request.text("SchemaId.SchemaName");
        if (name.isEmpty()) {
            return List.of(arns.allGlue("registry/"), arns.allGlue("schema/"));
        }
        return schema(request.text("SchemaId.RegistryName").orElse(DEFAULT_REGISTRY), name.get(), arns);
    }

    private static List<ResourceArn> schema(String registry, String name, ServerArns arns) {
        return List.of(arns.glue("registry/" + registry), arns.glue("schema/" + registry + "/" + name));
    }

    private static String registry(RequestMembers request) {
        return namedRegistry(request).orElse(DEFAULT_REGISTRY);
    }

    private static Optional<String> namedRegistry(RequestMembers request) {
        return request.text("RegistryId.RegistryArn")
                .map(RegistryRules::afterSlash)
                .or(() -> request.text("RegistryId.RegistryName"));
    }

    private static String afterSlash(String arn) {
        return arn.substring(arn.indexOf('/') + 1);
    }
}
