package io.millrace.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes planted into the shipped template, which has none. */
final class TestTemplateValidator {
    private static final Path STAGE =
            Path.of(System.getProperty("millrace.home"), "infra-cloudformation/templates/etl-stage.yaml");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Type: AWS::Glue::Job         | Type: AWS::Glue::Jobs        | Resources/EtlJob/Type                            | AWS::Glue::Jobs is not a resource type
            GlueVersion: "5.0"           | GlueVersoin: "5.0"           | Resources/EtlJob/Properties/GlueVersoin          | AWS::Glue::Job has no property GlueVersoin
            Timeout: 60                  | Timeout: soon                | Resources/EtlJob/Properties/Timeout              | must be a whole number, but is "soon"
            Timeout: 60                  | Timeout: [60]                | Resources/EtlJob/Properties/Timeout              | must be a whole number, but is a list
            Timeout: 60                  | Timeout:                     | Resources/EtlJob/Properties/Timeout              | must not be null
            Role: !GetAtt JobRole.Arn    | Description2: x              | Resources/EtlJob/Properties                      | AWS::Glue::Job needs the property Role
            !GetAtt JobRole.Arn          | !GetAtt JobRole.ARN          | Resources/EtlJob/Properties/Role                 | AWS::IAM::Role has no attribute ARN
            !GetAtt JobRole.Arn          | !GetAtt JobsRole.Arn         | Resources/EtlJob/Properties/Role                 | there is no resource JobsRole
            WorkerType: !Ref WorkerType  | WorkerType: !Ref WorkerSize  | Resources/EtlJob/Properties/WorkerType           | there is no parameter or resource WorkerSize
            WorkerType: !Ref WorkerType  | WorkerType: G.1X             | Parameters/WorkerType                            | the parameter is not used
            DependsOn: StartTrigger      | DependsOn: FirstTrigger      | Resources/JobTrigger/DependsOn                   | there is no resource FirstTrigger
            MaxConcurrentRuns: 1         | MaxConcurrentJobs: 1         | Resources/EtlJob/Properties/ExecutionProperty/MaxConcurrentJobs | ExecutionProperty has no property MaxConcurrentJobs
            s3://${RawBucket}/data/      | s3://${RawBukket}/data/      | Resources/RawCrawler/Properties/Targets/S3Targets/0/Path | there is no parameter or resource RawBukket
            Action: glue:StartTrigger    | Action: glue:*               | Resources/FunctionRole/Properties/Policies/0/PolicyDocument/Statement/0/Action | allows every action (glue:*)
            BlockPublicAcls: true        | BlockPublicAcls: maybe       | Resources/RawBucket/Properties/PublicAccessBlockConfiguration/BlockPublicAcls | must be true or false, but is "maybe"
            UpdateReplacePolicy: !If [IsProd, Retain, Delete] | UpdateReplacePolicy: Keep | Resources/RawBucket/UpdateReplacePolicy | Keep is not one of
            [IsScheduled, true, false]   | [IsPlanned, true, false]     | Resources/WeeklyLakeCrawlTrigger/Properties/StartOnCreation | there is no condition IsPlanned
            Default: snappy              | Default: brotli              | Parameters/Compression/Default                   | brotli is not one of the allowed values
            Description: The job that writes the Parquet files | Desc: x | Outputs/JobName/Desc                             | is not known here
            Conditions:                  | Condition:                   | Condition                                        | is not a section
            """)
    void findsPlantedMistakes(String good, String bad, String path, String message) throws IOException {
        String text = Files.readString(STAGE);
        assertThat(text).contains(good);
        int place = text.indexOf(good);
        String planted = text.substring(0, place) + bad + text.substring(place + good.length());

        assertThat(new TemplateValidator(TestingSchemas.all()).validate(TemplateParser.parse(planted)))
                .anySatisfy(problem -> {
                    assertThat(problem.path()).isEqualTo(path);
                    assertThat(problem.message()).contains(message);
                    assertThat(problem.line()).isPositive();
                });
    }

    @Test
    void namesTheLine() {
        assertThat(problems("""
                        Resources:
                          Trips:
                            Type: AWS::Glue::Database
                            Properties:
                              CatalogId: "000000000000"
                              DatabaseInput:
                                Names: trips
                        """))
                .isEqualTo("[line 7, Resources/Trips/Properties/DatabaseInput/Names:"
                        + " DatabaseInput has no property Names]");
    }

    @Test
    void findsTheCircleOfBucketAndPermission() {
        assertThat(problems("""
                        Resources:
                          Raw:
                            Type: AWS::S3::Bucket
                            DependsOn: Permission
                          Permission:
                            Type: AWS::Lambda::Permission
                            Properties:
                              FunctionName: f
                              Action: lambda:InvokeFunction
                              Principal: s3.amazonaws.com
                              SourceArn: !GetAtt Raw.Arn
                        """)).contains("circular dependency: Permission -> Raw -> Permission");
    }

    @Test
    void refusesPassingEveryRole() {
        assertThat(problems("""
                        Resources:
                          Policy:
                            Type: AWS::IAM::ManagedPolicy
                            Properties:
                              PolicyDocument:
                                Statement:
                                  - Effect: Allow
                                    Action: [glue:StartJobRun, iam:PassRole]
                                    Resource: "*"
                        """)).contains("iam:PassRole on * lets it take any role");
    }

    @Test
    void checksBothBranchesOfAConditionAndAllowsNoValue() {
        assertThat(problems("""
                        Conditions:
                          Big: !Equals [a, b]
                        Resources:
                          Group:
                            Type: AWS::Logs::LogGroup
                            Properties:
                              RetentionInDays: !If [Big, long, 7]
                              LogGroupName: !If [Big, big, !Ref "AWS::NoValue"]
                        """))
                .isEqualTo("[line 7, Resources/Group/Properties/RetentionInDays/Fn::If/1:"
                        + " must be a whole number, but is \"long\"]");
    }

    @Test
    void knowsThatSubGivesText() {
        assertThat(problems("""
                        Resources:
                          Bucket:
                            Type: AWS::S3::Bucket
                            Properties:
                              Tags: !Sub "${AWS::StackName}"
                        """)).contains("must be a list, but Fn::Sub gives text");
    }

    @Test
    void asksForTheTransformOfConditionalDeletion() {
        assertThat(problems("""
                        Conditions:
                          Keep: !Equals [a, b]
                        Resources:
                          Bucket:
                            Type: AWS::S3::Bucket
                            DeletionPolicy: !If [Keep, Retain, Delete]
                        """)).contains("functions need the transform AWS::LanguageExtensions");
    }

    private static String problems(String text) {
        return new TemplateValidator(TestingSchemas.all())
                .validate(TemplateParser.parse(text))
                .toString();
    }
}
