package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.ArrayList;
import java.util.List;

/**
 * ARNs of the one account in the server's region (service authorization reference, "Resource types defined by …").
 *
 * @param region the server's
 * @param queries tell the work group of what a request names by an id
 */
record ServerArns(String region, WorkGroupsOfIds queries) {
    private static final String ACCOUNT = "000000000000";

    /** The ARNs of requests that name no query by its id. */
    ServerArns(String region) {
        this(region, WorkGroupsOfIds.none());
    }

    /** IAM's ARNs have no region. */
    static String role(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
    }

    static String policy(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":policy/" + name;
    }

    ResourceArn catalog() {
        return glue("catalog");
    }

    /** The databases, which with none named are all. */
    List<ResourceArn> databases(List<String> names) {
        return names.isEmpty() ? List.of(allGlue("database/").caseless()) : each("database/", names, true);
    }

    List<ResourceArn> tables(String database, List<String> names) {
        String parent = "table/" + database + "/";
        return names.isEmpty() ? List.of(allGlue(parent).caseless()) : each(parent, names, true);
    }

    List<ResourceArn> functions(String database, List<String> names) {
        String parent = "userDefinedFunction/" + database + "/";
        return names.isEmpty() ? List.of(allGlue(parent).caseless()) : each(parent, names, true);
    }

    /** Resources of a type such as {@code job}; with none named, all of the type. */
    List<ResourceArn> ofType(String type, List<String> names) {
        return names.isEmpty() ? List.of(allGlue(type + "/")) : each(type + "/", names, false);
    }

    /** An ARN that a request names itself. */
    ResourceArn given(String arn) {
        ResourceArn resource = ResourceArn.one(arn);
        return arn.matches("(?s)arn:aws:glue:[^:]*:[^:]*:(database|table|userDefinedFunction)/.*")
                ? resource.caseless()
                : resource;
    }

    ResourceArn function(String name) {
        return ResourceArn.one(arn("lambda", "function:" + name));
    }

    ResourceArn allFunctions() {
        return ResourceArn.allBelow(arn("lambda", "function:"));
    }

    /** A stack by its name alone; its ARN ends in an id that the caller need not know. */
    ResourceArn stack(String name) {
        return ResourceArn.allBelow(arn("cloudformation", "stack/" + name + "/"));
    }

    ResourceArn workGroup(String name) {
        return ResourceArn.one(arn("athena", "workgroup/" + name));
    }

    ResourceArn allWorkGroups() {
        return ResourceArn.allBelow(arn("athena", "workgroup/"));
    }

    ResourceArn glue(String resource) {
        return ResourceArn.one(arn("glue", resource));
    }

    ResourceArn allGlue(String prefix) {
        return ResourceArn.allBelow(arn("glue", prefix));
    }

    private List<ResourceArn> each(String parent, List<String> names, boolean caseless) {
        List<ResourceArn> all = new ArrayList<>(names.size());
        for (String name : names) {
            ResourceArn one = glue(parent + name);
            all.add(caseless ? one.caseless() : one);
        }
        return all;
    }

    /** A resource of any service. */
    ResourceArn of(String service, String resource) {
        return ResourceArn.one(arn(service, resource));
    }

    /** All resources of any service whose names begin so. */
    ResourceArn allOf(String service, String prefix) {
        return ResourceArn.allBelow(arn(service, prefix));
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + ACCOUNT + ":" + resource;
    }
}
