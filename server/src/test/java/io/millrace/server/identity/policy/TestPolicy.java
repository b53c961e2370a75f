package io.millrace.server.identity.policy;

import static io.millrace.server.identity.policy.PolicyDecision.ALLOWED;
import static io.millrace.server.identity.policy.PolicyDecision.DENIED;
import static io.millrace.server.identity.policy.PolicyDecision.NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TestPolicy {
    private static final String GLUE = "arn:aws:glue:us-east-1:000000000000:";
    private static final Caller CALLER = new Caller("arn:aws:iam::000000000000:user/etl", "us-east-1");

    private static PolicyDecision decide(String statements, String action, ResourceArn resource) {
        return Policy.parse("{'Version':'2012-10-17','Statement':[%s]}"
                        .formatted(statements)
                        .replace('\'', '"'))
                .decide(action, resource, CALLER);
    }

    private static String allow(String action, String resource) {
        return "{'Effect':'Allow','Action':'%s','Resource':'%s'}".formatted(action, resource);
    }

    private static String deny(String action, String resource) {
        return "{'Effect':'Deny','Action':'%s','Resource':'%s'}".formatted(action, resource);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource
    void matchesActions(String pattern, String action, PolicyDecision decision) {
        assertThat(decide(allow(pattern, "*"), action, ResourceArn.one(GLUE + "catalog")))
                .isEqualTo(decision);
    }

    static Stream<Arguments> matchesActions() {
        return Stream.of(
                arguments("*", "glue:GetTable", ALLOWED),
                arguments("glue:*", "glue:GetTable", ALLOWED),
                arguments("glue:GetTable", "glue:GetTable", ALLOWED),
                arguments("GLUE:gettable", "glue:GetTable", ALLOWED),
                arguments("glue:Get*", "glue:GetTables", ALLOWED),
                arguments("glue:*Table", "glue:GetTable", ALLOWED),
                arguments("glue:*Table", "glue:GetTables", NOT_ALLOWED),
                arguments("glue:Get*s", "glue:GetPartitions", ALLOWED),
                arguments("glue:Get?able", "glue:GetTable", ALLOWED),
                arguments("glue:Get?able", "glue:Getable", NOT_ALLOWED),
                arguments("glue:GetTable?", "glue:GetTable", NOT_ALLOWED),
                arguments("glue:GetTable", "glue:GetTables", NOT_ALLOWED),
                arguments("glue:GetTables", "glue:GetTable", NOT_ALLOWED),
                arguments("athena:*", "glue:GetTable", NOT_ALLOWED),
                arguments("glue:*a*a*a*a*", "glue:GetTable", NOT_ALLOWED));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource
    void matchesResources(String pattern, String resource, PolicyDecision decision) {
        assertThat(decide(allow("*", pattern), "glue:GetTable", ResourceArn.one(resource)))
                .isEqualTo(decision);
    }

    static Stream<Arguments> matchesResources() {
        return Stream.of(
                arguments("*", GLUE + "catalog", ALLOWED),
                arguments(GLUE + "catalog", GLUE + "catalog", ALLOWED),
                arguments(GLUE + "catalog", GLUE + "database/a", NOT_ALLOWED),
                arguments(GLUE + "*", GLUE + "table/a/b", ALLOWED),
                arguments(GLUE + "table/a/*", GLUE + "table/a/b", ALLOWED),
                arguments(GLUE + "table/a/*", GLUE + "table/ab/b", NOT_ALLOWED),
                arguments(GLUE + "table/a*", GLUE + "table/ab/b", ALLOWED),
                arguments(GLUE + "table/*/b", GLUE + "table/a/b", ALLOWED),
                arguments(GLUE + "table/?/b", GLUE + "table/a/b", ALLOWED),
                arguments(GLUE + "table/?/b", GLUE + "table/aa/b", NOT_ALLOWED),
                arguments(GLUE + "table/A/b", GLUE + "table/a/b", NOT_ALLOWED),
                arguments("arn:aws:glue:*:*:table/a/b", GLUE + "table/a/b", ALLOWED),
                arguments("arn:aws:glue:eu-*:*:table/a/b", GLUE + "table/a/b", NOT_ALLOWED),
                arguments("arn:aws:glue:*", GLUE + "table/a/b", ALLOWED),
                arguments("arn:aws:glue:*:table/a/b", GLUE + "table/a/b", NOT_ALLOWED),
                arguments("arn:*:*:*:*:table/a/b", GLUE + "table/a/b", ALLOWED),
                arguments("arn:aws:s3:::*", GLUE + "table/a/b", NOT_ALLOWED),
                arguments(
                        "arn:aws:lambda:*:*:function:etl-*",
                        "arn:aws:lambda:us-east-1:000000000000:function:etl-x",
                        ALLOWED),
                arguments(
                        "arn:aws:lambda:*:*:function:etl-*",
                        "arn:aws:lambda:us-east-1:000000000000:function:other",
                        NOT_ALLOWED),
                arguments("arn:aws:lambda:*:*:*", "arn:aws:lambda:us-east-1:000000000000:function:other", ALLOWED));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @MethodSource
    void weighsStatements(String statements, String resource, PolicyDecision decision) {
        assertThat(decide(statements, "glue:GetTable", ResourceArn.one(GLUE + resource)))
                .isEqualTo(decision);
    }

    static Stream<Arguments> weighsStatements() {
        String everything = allow("*", "*");
        return Stream.of(
                arguments(everything + "," + deny("glue:*", GLUE + "table/a/*"), "table/a/b", DENIED),
                arguments(deny("glue:*", GLUE + "table/a/*") + "," + everything, "table/a/b", DENIED),
                arguments(everything + "," + deny("glue:*", GLUE + "table/a/*"), "table/b/b", ALLOWED),
                arguments(everything + "," + deny("glue:Delete*", "*"), "table/a/b", ALLOWED),
                arguments(deny("*", "*"), "table/a/b", DENIED),
                arguments(deny("glue:GetTable", GLUE + "table/a/c"), "table/a/b", NOT_ALLOWED),
                arguments("{'Effect':'Allow','NotAction':'glue:Delete*','Resource':'*'}", "table/a/b", ALLOWED),
                arguments("{'Effect':'Allow','NotAction':'glue:Get*','Resource':'*'}", "table/a/b", NOT_ALLOWED),
                arguments("{'Effect':'Allow','NotAction':['s3:*','iam:*'],'Resource':'*'}", "table/a/b", ALLOWED),
                arguments(
                        everything + ",{'Effect':'Deny','NotAction':'glue:Get*','Resource':'*'}", "table/a/b", ALLOWED),
                arguments(everything + ",{'Effect':'Deny','NotAction':'athena:*','Resource':'*'}", "table/a/b", DENIED),
                arguments(
                        "{'Effect':'Allow','Action':'*','NotResource':'" + GLUE + "table/a/*'}",
                        "table/a/b",
                        NOT_ALLOWED),
                arguments(
                        "{'Effect':'Allow','Action':'*','NotResource':'" + GLUE + "table/c/*'}", "table/a/b", ALLOWED),
                arguments(
                        everything + ",{'Effect':'Deny','Action':'*','NotResource':'" + GLUE + "table/a/*'}",
                        "table/a/b",
                        ALLOWED),
                arguments(
                        everything + ",{'Effect':'Deny','Action':'*','NotResource':'" + GLUE + "table/a/*'}",
                        "table/c/b",
                        DENIED),
                arguments(
                        "{'Sid':'Two','Effect':'Allow','Action':['glue:GetTables','glue:GetTable'],'Resource':['" + GLUE
                                + "catalog','" + GLUE + "table/a/b']}",
                        "table/a/b",
                        ALLOWED));
    }

    @ParameterizedTest(name = "{0} on all below {1}: {2}")
    @MethodSource
    void allowsASetOnlyAsAWholeAndDeniesItForAnyOfIt(String statements, String prefix, PolicyDecision decision) {
        assertThat(decide(statements, "glue:GetTables", ResourceArn.allBelow(GLUE + prefix)))
                .isEqualTo(decision);
    }

    static Stream<Arguments> allowsASetOnlyAsAWholeAndDeniesItForAnyOfIt() {
        String everything = allow("*", "*");
        return Stream.of(
                arguments(everything, "table/a/", ALLOWED),
                arguments(allow("*", GLUE + "table/a/*"), "table/a/", ALLOWED),
                arguments(allow("*", GLUE + "table/*"), "table/a/", ALLOWED),
                arguments(allow("*", GLUE + "table/a/**"), "table/a/", ALLOWED),
                arguments(allow("*", "arn:aws:glue:*"), "table/a/", ALLOWED),
                arguments(allow("*", GLUE + "table/a/x*"), "table/a/", NOT_ALLOWED),
                arguments(allow("*", GLUE + "table/a/*x"), "table/a/", NOT_ALLOWED),
                arguments(allow("*", GLUE + "table/a/?"), "table/a/", NOT_ALLOWED),
                arguments(allow("*", GLUE + "table/a/"), "table/a/", NOT_ALLOWED),
                arguments(allow("*", GLUE + "table/b/*"), "table/a/", NOT_ALLOWED),
                arguments(everything + "," + deny("*", GLUE + "table/a/secret"), "table/a/", DENIED),
                arguments(everything + "," + deny("*", GLUE + "table/*/secret"), "table/a/", DENIED),
                arguments(everything + "," + deny("*", GLUE + "table/b/secret"), "table/a/", ALLOWED),
                arguments(everything + "," + deny("*", GLUE + "database/a"), "table/a/", ALLOWED),
                arguments(
                        "{'Effect':'Allow','Action':'*','NotResource':'" + GLUE + "table/a/secret'}",
                        "table/a/",
                        NOT_ALLOWED),
                arguments(
                        everything + ",{'Effect':'Deny','Action':'*','NotResource':'" + GLUE + "table/a/x*'}",
                        "table/a/",
                        DENIED),
                arguments(
                        everything + ",{'Effect':'Deny','Action':'*','NotResource':'" + GLUE + "table/a*'}",
                        "table/a/",
                        ALLOWED));
    }

    @Test
    void aCallOfUnknownResourcesNeedsTheStar() {
        assertThat(decide(allow("*", "*"), "glue:X", ResourceArn.ANY)).isEqualTo(ALLOWED);
        assertThat(decide(allow("*", "arn:*:*"), "glue:X", ResourceArn.ANY)).isEqualTo(NOT_ALLOWED);
        assertThat(decide(allow("*", GLUE + "*"), "glue:X", ResourceArn.ANY)).isEqualTo(NOT_ALLOWED);
        assertThat(decide(allow("*", "*") + "," + deny("*", "*"), "glue:X", ResourceArn.ANY))
                .isEqualTo(DENIED);
    }

    @Test
    void caseGetsNobodyPastARuleOnCaselessNames() {
        ResourceArn table = ResourceArn.one(GLUE + "table/Sales/SECRET").caseless();
        assertThat(table).hasToString(GLUE + "table/sales/secret");
        String all = allow("*", "*");
        assertThat(decide(all + "," + deny("*", GLUE + "table/sales/secret"), "glue:GetTable", table))
                .isEqualTo(DENIED);
        assertThat(decide(all + "," + deny("*", GLUE + "table/Sales/Secret"), "glue:GetTable", table))
                .isEqualTo(DENIED);
        assertThat(decide(allow("*", GLUE + "table/SALES/*"), "glue:GetTable", table))
                .isEqualTo(ALLOWED);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void evaluatesConditions(String condition, PolicyDecision decision) {
        String statement = "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{%s}}".formatted(condition);
        assertThat(decide(statement, "glue:GetTable", ResourceArn.one(GLUE + "catalog")))
                .isEqualTo(decision);
    }

    static Stream<Arguments> evaluatesConditions() {
        return Stream.of(
                arguments("'StringEquals':{'aws:RequestedRegion':'us-east-1'}", ALLOWED),
                arguments("'StringEquals':{'aws:RequestedRegion':['eu-west-1','us-east-1']}", ALLOWED),
                arguments("'StringEquals':{'aws:RequestedRegion':'eu-west-1'}", NOT_ALLOWED),
                arguments("'StringNotEquals':{'aws:RequestedRegion':'eu-west-1'}", ALLOWED),
                arguments("'StringNotEquals':{'aws:RequestedRegion':['eu-west-1','us-east-1']}", NOT_ALLOWED),
                arguments("'StringLike':{'AWS:requestedregion':'us-*'}", ALLOWED),
                arguments("'StringNotLike':{'aws:RequestedRegion':'us-*'}", NOT_ALLOWED),
                arguments("'StringEqualsIgnoreCase':{'aws:username':'ETL'}", ALLOWED),
                arguments("'StringEqualsIfExists':{'aws:username':'etl'}", ALLOWED),
                arguments("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/e*'}", ALLOWED),
                arguments("'ArnNotEquals':{'aws:PrincipalArn':'arn:aws:iam::*:user/e*'}", NOT_ALLOWED),
                arguments("'StringEquals':{'aws:username':'etl','aws:PrincipalAccount':'000000000000'}", ALLOWED),
                arguments("'StringEquals':{'aws:username':'etl','aws:PrincipalAccount':'1'}", NOT_ALLOWED),
                // No role is passed, so the key has no value.
                arguments("'StringEquals':{'iam:PassedToService':'glue.amazonaws.com'}", NOT_ALLOWED),
                arguments("'StringEqualsIfExists':{'iam:PassedToService':'glue.amazonaws.com'}", ALLOWED),
                arguments(
                        "'StringEquals':{'aws:username':'etl'},'StringLike':{'aws:RequestedRegion':'eu-*'}",
                        NOT_ALLOWED));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void refusesWhatItDoesNotUnderstand(String json, String message) {
        assertThatThrownBy(() -> Policy.parse(json.replace('\'', '"')))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> refusesWhatItDoesNotUnderstand() {
        String rest = "'Action':'*','Resource':'*'";
        return Stream.of(
                arguments("", "The policy must be a JSON object"),
                arguments("[]", "The policy must be a JSON object"),
                arguments("{\n 'Statement': [}", "not valid JSON at line 2, column"),
                arguments("{'Statement':{}} {}", "not valid JSON at line 1"),
                arguments("{'Statement':{" + rest + ",'Effect':'Deny','Effect':'Allow'}}", "Duplicate"),
                arguments("{}", "Statement is missing"),
                arguments("{'Statement':[]}", "Statement is missing"),
                arguments("{'Version':'2012','Statement':{}}", "Version must be 2012-10-17"),
                arguments("{'Statment':{}}", "Statment is not known"),
                arguments("{'Statement':[7]}", "Statement[0] must be a JSON object"),
                arguments("{'Statement':{" + rest + "}}", "Statement.Effect must be Allow or Deny"),
                arguments("{'Statement':{" + rest + ",'Effect':'allow'}}", "Statement.Effect must be"),
                arguments("{'Statement':{" + rest + ",'Effect':'Allow','Principal':'*'}}", "Principal is not known"),
                arguments("{'Statement':{'Effect':'Allow','Resource':'*'}}", "either Action or NotAction"),
                arguments(
                        "{'Statement':{" + rest + ",'Effect':'Allow','NotAction':'*'}}", "either Action or NotAction"),
                arguments("{'Statement':{'Effect':'Allow','Action':'*'}}", "either Resource or NotResource"),
                arguments("{'Statement':{'Effect':'Allow','Action':[],'Resource':'*'}}", "Action must not be empty"),
                arguments("{'Statement':{'Effect':'Allow','Action':7,'Resource':'*'}}", "Action must be a text"),
                arguments("{'Statement':{'Effect':'Allow','Action':'GetTable','Resource':'*'}}", "like glue:GetTable"),
                arguments("{'Statement':{'Effect':'Allow','Action':'g*:Get','Resource':'*'}}", "like glue:GetTable"),
                arguments("{'Statement':{'Effect':'Allow','Action':'*','Resource':'table/x'}}", "an ARN"),
                arguments(
                        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'arn:aws:glue:*:*:table/${aws:username}/*'}}",
                        "policy variable"),
                arguments("{'Statement':{" + rest + ",'Effect':'Allow','Sid':'a b'}}", "letters and digits"),
                arguments(
                        "{'Statement':[{'Sid':'a','Effect':'Allow'," + rest + "},{'Sid':'a','Effect':'Allow'," + rest
                                + "}]}",
                        "Statement[1].Sid 'a' is there twice"),
                arguments(condition("'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}"), "IpAddress on aws:SourceIp is not"),
                arguments(condition("'StringEquals':{'aws:SourceIp':'10.0.0.1'}"), "on aws:SourceIp is not evaluated"),
                arguments(condition("'Bool':{'aws:SecureTransport':'true'}"), "Bool on aws:SecureTransport is not"),
                arguments(condition("'ForAnyValue:StringEquals':{'aws:username':'a'}"), "is not evaluated"),
                arguments(condition("'StringEquals':{}"), "Condition.StringEquals must not be empty"),
                arguments(condition("'StringEquals':{'aws:username':[]}"), "aws:username must not be empty"),
                arguments(condition("'Bool':{'aws:SecureTransport':true}"), "must be a text"),
                arguments("{'Id':'" + "x".repeat(6_200) + "','Statement':{}}", "at most 6144 are allowed"));
    }

    private static String condition(String condition) {
        return "{'Statement':{'Action':'*','Resource':'*','Effect':'Allow','Condition':{" + condition + "}}}";
    }

    @Test
    void whiteSpaceDoesNotCountAndOneStatementNeedsNoList() {
        String json =
                "{\"Statement\":" + " ".repeat(10_000) + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
        assertThat(Policy.parse(json).decide("glue:X", ResourceArn.one(GLUE + "catalog"), CALLER))
                .isEqualTo(ALLOWED);
    }

    @Test
    void theDocumentedPoliciesDoWhatTheySay() throws IOException {
        Path folder = Path.of(System.getProperty("millrace.home"), "docs", "policies");
        Policy reader = Policy.parse(Files.readString(folder.resolve("read-only.json")));
        Policy writer = Policy.parse(Files.readString(folder.resolve("one-database.json")));
        Policy all = Policy.parse(Files.readString(folder.resolve("administrator-access.json")));
        ResourceArn trips = ResourceArn.one(GLUE + "table/sales/trips");
        assertThat(all.decide("lambda:CreateFunction", ResourceArn.ANY, CALLER)).isEqualTo(ALLOWED);
        assertThat(reader.decide("glue:GetClassifier", ResourceArn.ANY, CALLER)).isEqualTo(ALLOWED);
        assertThat(reader.decide("glue:DeleteTable", trips, CALLER)).isEqualTo(NOT_ALLOWED);
        assertThat(reader.decide("athena:StartQueryExecution", trips, CALLER)).isEqualTo(NOT_ALLOWED);
        assertThat(writer.decide("glue:UpdateTable", trips, CALLER)).isEqualTo(ALLOWED);
        assertThat(writer.decide("glue:BatchCreatePartition", trips, CALLER)).isEqualTo(ALLOWED);
        assertThat(writer.decide("glue:GetTable", ResourceArn.one(GLUE + "table/sales/salaries"), CALLER))
                .isEqualTo(DENIED);
        assertThat(writer.decide("glue:GetTable", ResourceArn.one(GLUE + "table/other/trips"), CALLER))
                .isEqualTo(NOT_ALLOWED);
        assertThat(writer.decide("glue:DeleteDatabase", ResourceArn.one(GLUE + "database/sales"), CALLER))
                .isEqualTo(NOT_ALLOWED);
    }

    @Test
    void administratorMayEverythingAndNobodyNothing() {
        ResourceArn catalog = ResourceArn.one(GLUE + "catalog");
        assertThat(Policy.ADMINISTRATOR.decide("glue:X", catalog, CALLER)).isEqualTo(ALLOWED);
        assertThat(Policy.ADMINISTRATOR.decide("glue:X", ResourceArn.ANY, CALLER))
                .isEqualTo(ALLOWED);
        assertThat(Policy.NOTHING.decide("glue:X", catalog, CALLER)).isEqualTo(NOT_ALLOWED);
    }
}
