package io.millrace.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cloudformation.api.ChangeSetOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;

/**
 * Change sets against the examples of AWS: those of the user guide's "Example change sets" and of its import page, and what public
 * records of the service show of references. A detail is written {@code Name RequiresRecreation Evaluation Source Entity}.
 */
class TestDocumentedChangeSets {
    private final DocumentedTypes cloud = new DocumentedTypes();
    private final StackEngine engine = cloud.engine();
    private final ChangeSetOperations operations = new ChangeSetOperations(engine, url -> "");

    @AfterEach
    void close() {
        engine.close();
    }

    private static final String INSTANCE = """
            {"Parameters": {
               "Purpose": {"Type": "String", "Default": "testing"},
               "KeyPairName": {"Type": "AWS::EC2::KeyPair::KeyName", "Default": "MyKeyName"},
               "InstanceType": {"Type": "String", "Default": "t2.micro"}},
             "Resources": {"MyEC2Instance": {"Type": "AWS::EC2::Instance", "Properties": {
               "KeyName": {"Ref": "KeyPairName"},
               "InstanceType": {"Ref": "InstanceType"},
               "ImageId": "ami-8fcee4e5",
               "Tags": [{"Key": "Purpose", "Value": {"Ref": "Purpose"}}]}}}}
            """;

    /** One function that may be called by one bucket; the bucket's name can be changed, and its key added. */
    private static final String REFERENCES = """
            {"Parameters": {"Name": {"Type": "String", "Default": "one"}, "Code": {"Type": "String", "Default": "v1"},
               "Secret": {"Type": "String", "NoEcho": true, "Default": "hunter2"}},
             "Conditions": {"IsOne": {"Fn::Equals": [{"Ref": "Name"}, "one"]}},
             "Resources": {
               "Bucket": {"Type": "AWS::S3::Bucket", "UpdateReplacePolicy": "Retain",
                 "Properties": {"BucketName": {"Ref": "Name"}}},
               "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                 "Code": {"S3Key": {"Ref": "Code"}},
                 "Environment": {"Variables": {"BUCKET": {"Ref": "Bucket"}, "PASSWORD": {"Ref": "Secret"},
                    "URL": {"Fn::Sub": "https://u:${Secret}@h/"},
                    "MODE": {"Fn::If": ["IsOne", "single", "many"]}}}}},
               "Permission": {"Type": "AWS::Lambda::Permission", "Properties": {
                 "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}, "Action": "lambda:InvokeFunction"}}}}
            """;

    private static final String WITH_KEY = REFERENCES
            .replace(
                    "\"BucketName\": {\"Ref\": \"Name\"}",
                    "\"BucketName\": {\"Ref\": \"Name\"}, \"BucketEncryption\":"
                            + " {\"Key\": {\"Fn::GetAtt\": [\"Key\", \"Arn\"]}}")
            .replace("\"Resources\": {", "\"Resources\": {\"Key\": {\"Type\": \"AWS::KMS::Key\", \"Properties\": {}},");

    private static final String REPLACED = """
            {"Resources": {
               "AutoScalingGroup": {"Type": "AWS::AutoScaling::AutoScalingGroup",
                 "Properties": {"LaunchConfigurationName": {"Ref": "LaunchConfig"}}},
               "LaunchConfig": {"Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": {"ImageId": "ami-1"}}}}
            """;

    static Stream<Arguments> cases() {
        return Stream.of(
                // using-cfn-updating-stacks-changesets-samples.html, in its order. Its InstanceType is replaced
                // conditionally; no type here is, so it is the value of a property that is changed in place.
                example(
                        "directly editing a template",
                        INSTANCE,
                        INSTANCE.replace("\"Tags\": [", "\"Tags\": [{\"Key\": \"Extra\", \"Value\": \"tag\"}, "),
                        "",
                        "Modify MyEC2Instance AWS::EC2::Instance False [Tags]",
                        "  Tags Never Static DirectModification"),
                example(
                        "modifying an input parameter value",
                        INSTANCE,
                        INSTANCE,
                        "Purpose=production",
                        "Modify MyEC2Instance AWS::EC2::Instance False [Tags]",
                        "  Tags Never Dynamic DirectModification",
                        "  Tags Never Static ParameterReference Purpose"),
                example(
                        "determining the value of the replacement field",
                        INSTANCE,
                        INSTANCE,
                        "Purpose=production KeyPairName=MyNewKeyName InstanceType=t2.small",
                        "Modify MyEC2Instance AWS::EC2::Instance True ReplaceAndDelete [Properties, Tags]",
                        "  KeyName Always Dynamic DirectModification",
                        "  InstanceType Never Dynamic DirectModification",
                        "  Tags Never Dynamic DirectModification",
                        "  KeyName Always Static ParameterReference KeyPairName",
                        "  InstanceType Never Static ParameterReference InstanceType",
                        "  Tags Never Static ParameterReference Purpose"),
                example(
                        "adding and removing resources",
                        INSTANCE,
                        REPLACED,
                        "",
                        "Add LaunchConfig AWS::AutoScaling::LaunchConfiguration []",
                        "Add AutoScalingGroup AWS::AutoScaling::AutoScalingGroup []",
                        "Remove MyEC2Instance AWS::EC2::Instance Delete []"));
    }

    static Stream<Arguments> references() {
        return Stream.of(
                example(
                        "a resource whose reference is replaced",
                        REPLACED,
                        REPLACED.replace("ami-1", "ami-2"),
                        "",
                        "Modify LaunchConfig AWS::AutoScaling::LaunchConfiguration True ReplaceAndDelete [Properties]",
                        "  ImageId Always Static DirectModification",
                        "Modify AutoScalingGroup AWS::AutoScaling::AutoScalingGroup False [Properties]",
                        "  LaunchConfigurationName Never Dynamic DirectModification",
                        "  LaunchConfigurationName Never Static ResourceReference LaunchConfig"),
                example(
                        "an attribute of a resource that is modified: the permission may be replaced",
                        REFERENCES,
                        REFERENCES.replace("{\"Ref\": \"Code\"}", "\"v2\""),
                        "",
                        "Modify Function AWS::Lambda::Function False [Properties]",
                        "  Code Never Static DirectModification",
                        "Modify Permission AWS::Lambda::Permission Conditional [Properties]",
                        "  FunctionName Always Dynamic ResourceAttribute Function.Arn"),
                example(
                        "an attribute of a resource that is added",
                        REFERENCES,
                        WITH_KEY,
                        "",
                        "Add Key AWS::KMS::Key []",
                        "Modify Bucket AWS::S3::Bucket False [Properties]",
                        "  BucketEncryption Never Dynamic DirectModification",
                        "  BucketEncryption Never Static ResourceAttribute Key.Arn"),
                example(
                        "a replacement that keeps the old bucket, and a condition that has another value",
                        REFERENCES,
                        REFERENCES,
                        "Name=two",
                        "Modify Bucket AWS::S3::Bucket True ReplaceAndRetain [Properties]",
                        "  BucketName Always Dynamic DirectModification",
                        "  BucketName Always Static ParameterReference Name",
                        "Modify Function AWS::Lambda::Function False [Properties]",
                        "  Environment Never Dynamic DirectModification",
                        "  Environment Never Static ResourceReference Bucket",
                        "Modify Permission AWS::Lambda::Permission Conditional [Properties]",
                        "  FunctionName Always Dynamic ResourceAttribute Function.Arn"),
                example("nothing", INSTANCE, INSTANCE + " ", ""));
    }

    private static Arguments example(String name, String before, String after, String parameters, String... expected) {
        return Arguments.of(name, before, after, parameters, List.of(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"cases", "references"})
    void showsWhatTheServiceShows(String name, String before, String after, String parameters, List<String> expected) {
        cloud.create(engine, before);

        assertThat(shown(describe(after, parameters, false))).containsExactlyElementsOf(expected);
    }

    @Test
    void showsPropertyValuesWhenAskedForThem() {
        cloud.create(engine, INSTANCE);

        DescribeChangeSetResponse response = describe(
                INSTANCE.replace(
                        "{\"Key\": \"Purpose\", \"Value\": {\"Ref\": \"Purpose\"}}",
                        "{\"Key\": \"Test\"," + " \"Value\": \"Test\"}"),
                "",
                true);

        assertThat(shown(response))
                .containsExactly(
                        "Modify MyEC2Instance AWS::EC2::Instance False [Tags]",
                        "  Tags Never Static DirectModification /Properties/Tags/0/Key Modify Purpose -> Test",
                        "  Tags Never Static DirectModification /Properties/Tags/0/Value Modify testing -> Test");
        ResourceChange change = response.changes().get(0).resourceChange();
        assertThat(change.beforeContext())
                .isEqualTo("{\"Properties\":{\"KeyName\":\"MyKeyName\",\"InstanceType\":\"t2.micro\","
                        + "\"ImageId\":\"ami-8fcee4e5\",\"Tags\":[{\"Key\":\"Purpose\",\"Value\":\"testing\"}]}}");
        assertThat(change.afterContext())
                .isEqualTo("{\"Properties\":{\"KeyName\":\"MyKeyName\",\"InstanceType\":\"t2.micro\","
                        + "\"ImageId\":\"ami-8fcee4e5\",\"Tags\":[{\"Key\":\"Test\",\"Value\":\"Test\"}]}}");
    }

    /** The values of "Import AWS resources …": an empty list that goes, a text that changes, a tag that comes. */
    @Test
    void showsWhatIsAddedAndWhatIsRemoved() {
        String before = """
                {"Resources": {"Eni": {"Type": "AWS::EC2::NetworkInterface", "DeletionPolicy": "Retain",
                  "Properties": {"Description": "", "Ipv4Prefixes": [], "Tags": []}}}}
                """;
        cloud.create(engine, before);

        DescribeChangeSetResponse response = describe(
                before.replace(
                        "\"Description\": \"\", \"Ipv4Prefixes\": [], \"Tags\": []",
                        "\"Description\":" + " \"Description\", \"Tags\": [{\"Key\": \"Test\", \"Value\": \"Test\"}]"),
                "",
                true);

        assertThat(shown(response))
                .containsExactly(
                        "Modify Eni AWS::EC2::NetworkInterface False [Properties, Tags]",
                        "  Description Never Static DirectModification /Properties/Description Modify  -> Description",
                        "  Ipv4Prefixes Never Static DirectModification /Properties/Ipv4Prefixes Remove [] -> null",
                        "  Tags Never Static DirectModification /Properties/Tags/0 Add null ->"
                                + " {\"Key\":\"Test\",\"Value\":\"Test\"}");
        assertThat(response.changes().get(0).resourceChange().afterContext())
                .isEqualTo("{\"Properties\":{\"Description\":\"Description\","
                        + "\"Tags\":[{\"Key\":\"Test\",\"Value\":\"Test\"}]},\"DeletionPolicy\":\"Retain\"}");
    }

    @Test
    void showsUnknownValuesAndHidesSecretOnes() {
        cloud.create(engine, REFERENCES);

        DescribeChangeSetResponse response = describe(WITH_KEY, "Name=two Secret=correct-horse", true);

        assertThat(shown(response))
                .contains(
                        "  BucketEncryption Never Dynamic DirectModification /Properties/BucketEncryption Add null ->"
                                + " {\"Key\":\"{{changeSet:KNOWN_AFTER_APPLY}}\"}",
                        "  Environment Never Static ResourceReference Bucket /Properties/Environment/Variables/BUCKET"
                                + " Modify one -> {{changeSet:KNOWN_AFTER_APPLY}}",
                        "  Environment Never Static ParameterReference Secret"
                                + " /Properties/Environment/Variables/PASSWORD Modify **** -> ****",
                        "  Environment Never Static ParameterReference Secret /Properties/Environment/Variables/URL"
                                + " Modify https://u:****@h/ -> https://u:****@h/",
                        "  Environment Never Static DirectModification /Properties/Environment/Variables/MODE"
                                + " Modify single -> many");
        assertThat(response.toString()).doesNotContain("hunter2", "correct-horse");
        assertThat(response.changes())
                .filteredOn(change -> "Key".equals(change.resourceChange().logicalResourceId()))
                .extracting(change -> change.resourceChange().afterContext())
                .containsExactly("{\"Properties\":{}}");
    }

    @Test
    void givesManyChangesInPages() {
        cloud.create(engine, REPLACED);
        String resources = String.join(
                ",",
                IntStream.range(0, 250)
                        .mapToObj(i -> "\"Key" + i + "\": {\"Type\": \"AWS::KMS::Key\", \"Properties\": {}}")
                        .toList());
        DescribeChangeSetResponse page = describe("{\"Resources\": {" + resources + "}}", "", false);

        List<Change> all = new ArrayList<>(page.changes());
        List<Integer> sizes = new ArrayList<>(List.of(page.changes().size()));
        while (page.nextToken() != null) {
            page = operations.describeChangeSet(DescribeChangeSetRequest.builder()
                    .stackName("s")
                    .changeSetName("c")
                    .nextToken(page.nextToken())
                    .build());
            sizes.add(page.changes().size());
            all.addAll(page.changes());
        }

        assertThat(sizes).containsExactly(100, 100, 52);
        assertThat(all)
                .extracting(change -> change.resourceChange().logicalResourceId())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesByName(String member, CreateChangeSetRequest.Builder request) {
        cloud.create(engine, INSTANCE);

        assertThatThrownBy(() -> operations.createChangeSet(request.build()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(member);
        assertThat(engine.changeSets().list("s")).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("IncludeNestedStacks", request("", "").includeNestedStacks(true)),
                Arguments.of("Importing resources", request("", "").changeSetType("IMPORT")),
                Arguments.of(
                        "Importing resources",
                        request("", "")
                                .resourcesToImport(ResourceToImport.builder()
                                        .logicalResourceId("MyEC2Instance")
                                        .build())),
                Arguments.of("ImportExistingResources", request("", "").importExistingResources(true)),
                Arguments.of("DeploymentMode", request("", "").deploymentMode("REVERT_DRIFT")),
                Arguments.of("OnStackFailure", request("", "").onStackFailure("DELETE")),
                Arguments.of("OnStackFailure", request("", "").onStackFailure("KEEP")));
    }

    private DescribeChangeSetResponse describe(String template, String parameters, boolean values) {
        operations.createChangeSet(request(template, parameters).build());
        return operations.describeChangeSet(DescribeChangeSetRequest.builder()
                .stackName("s")
                .changeSetName("c")
                .includePropertyValues(values)
                .build());
    }

    private static CreateChangeSetRequest.Builder request(String template, String parameters) {
        return CreateChangeSetRequest.builder()
                .stackName("s")
                .changeSetName("c")
                .changeSetType("UPDATE")
                .templateBody(template.isEmpty() ? INSTANCE : template)
                .parameters(Arrays.stream(parameters.split(" "))
                        .filter(text -> !text.isEmpty())
                        .map(text -> Parameter.builder()
                                .parameterKey(text.split("=")[0])
                                .parameterValue(text.split("=")[1])
                                .build())
                        .toList());
    }

    private static List<String> shown(DescribeChangeSetResponse response) {
        List<String> lines = new ArrayList<>();
        for (Change change : response.changes()) {
            ResourceChange resource = change.resourceChange();
            lines.add(Stream.of(
                            resource.actionAsString(),
                            resource.logicalResourceId(),
                            resource.resourceType(),
                            resource.replacementAsString(),
                            resource.policyActionAsString(),
                            resource.scopeAsStrings().toString())
                    .filter(text -> text != null)
                    .reduce((one, other) -> one + " " + other)
                    .orElseThrow());
            resource.details().forEach(detail -> lines.add("  " + shown(detail)));
        }
        return lines;
    }

    private static String shown(ResourceChangeDetail detail) {
        ResourceTargetDefinition target = detail.target();
        assertThat(target.name() == null).isEqualTo(target.attributeAsString().equals("Tags"));
        String text = (target.name() == null ? "Tags" : target.name()) + " " + target.requiresRecreationAsString() + " "
                + detail.evaluationAsString() + " " + detail.changeSourceAsString()
                + (detail.causingEntity() == null ? "" : " " + detail.causingEntity());
        return target.path() == null
                ? text
                : text + " " + target.path() + " " + target.attributeChangeTypeAsString() + " " + target.beforeValue()
                        + " -> " + target.afterValue();
    }
}
