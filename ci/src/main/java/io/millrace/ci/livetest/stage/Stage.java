package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.LiveTestException;
import io.millrace.ci.livetest.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * A deployed stage by its names, which are the parameters and outputs of {@code etl-stage.yaml}: {@code RawTable}, {@code LakeTable},
 * {@code RawLocation}, {@code LakeLocation}, {@code QueryResultLocation} and {@code StartTriggerName}.
 *
 * @param names all of them, with {@code RawDatabase}, {@code LakeDatabase} and {@code QuarantineTable} made from the others; what
 *     checks have as placeholders
 */
public record Stage(Map<String, String> names) {
    /** Derives names that are not given, and copies them. */
    public Stage {
        Map<String, String> all = new LinkedHashMap<>(names);
        database(all, "RawTable", "RawDatabase");
        database(all, "LakeTable", "LakeDatabase");
        if (all.containsKey("LakeTable")) {
            all.putIfAbsent("QuarantineTable", all.get("LakeTable") + "_quarantine");
        }
        names = Map.copyOf(all);
    }

    /**
     * Reads a stack's parameters and outputs.
     *
     * @throws LiveTestException if there is no such stack, or it is not deployed
     */
    public static Map<String, String> namesOf(CloudFormationClient stacks, String stackName) {
        Stack stack;
        try {
            stack = stacks.describeStacks(
                            DescribeStacksRequest.builder().stackName(stackName).build())
                    .stacks()
                    .get(0);
        } catch (CloudFormationException e) {
            throw new LiveTestException("The stack " + stackName + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> names = new LinkedHashMap<>();
        stack.parameters().forEach(parameter -> names.put(parameter.parameterKey(), parameter.parameterValue()));
        stack.outputs().forEach(output -> names.put(output.outputKey(), output.outputValue()));
        return names;
    }

    /** The raw table. */
    public TableName rawTable() {
        return TableName.parse(name("RawTable"));
    }

    /** The table that the job writes. */
    public TableName lakeTable() {
        return TableName.parse(name("LakeTable"));
    }

    /** The table of rows that the job put aside; it need not exist. */
    public TableName quarantineTable() {
        return TableName.parse(name("QuarantineTable"));
    }

    /** Where raw files go. */
    public ObjectFolder rawFolder() {
        return ObjectFolder.parse(name("RawLocation"));
    }

    /** Where the lake's files are. */
    public ObjectFolder lakeFolder() {
        return ObjectFolder.parse(name("LakeLocation"));
    }

    /** Where results of queries go. */
    public String results() {
        return name("QueryResultLocation");
    }

    /** The trigger that starts the chain. */
    public String startTrigger() {
        return name("StartTriggerName");
    }

    private String name(String key) {
        String value = names.get(key);
        if (value == null) {
            throw new LiveTestException("The stage has no " + key
                    + "; it must be an output of the stack or be given as --name " + key + "=…");
        }
        return value;
    }

    private static void database(Map<String, String> names, String table, String database) {
        String name = names.get(table);
        if (name != null) {
            names.putIfAbsent(database, TableName.parse(name).database());
        }
    }
}
