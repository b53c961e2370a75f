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

    private static final TemplateValidator VALIDATOR = new TemplateValidator(TestingSchemas.all());

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
            Name: glueetl                | Name: [glueetl]              | Resources/EtlJob/Properties/Command/Name         | must be text, but is a list
            WorkerType: !Ref WorkerType  | WorkerType: G.3X             | Resources/EtlJob/Properties/WorkerType           | must be one of [Standard, G.1X
            UpdateBehavior: UPDATE_IN_DATABASE | UpdateBehavior: UPDATE_TABLE | Resources/RawCrawler/Properties/SchemaChangePolicy/UpdateBehavior | must be one of
            RecrawlBehavior: CRAWL_EVERYTHING | RecrawlBehavior: CRAWL_ALL | Resources/RawCrawler/Properties/RecrawlPolicy/RecrawlBehavior | must be one of
            Type: ON_DEMAND              | Type: ONDEMAND               | Resources/StartTrigger/Properties/Type           | must be one of
            MemorySize: 512              | MemorySize: 64               | Resources/RawObjectFunction/Properties/MemorySize | must be at least 128
            Timeout: 30                  | Timeout: 0                   | Resources/RawObjectFunction/Properties/Timeout   | must be at least 1
            Runtime: !Ref FunctionRuntime | Runtime: java18             | Resources/RawObjectFunction/Properties/Runtime   | must be one of
            RetentionInDays: !Ref LogRetentionDays | RetentionInDays: 8 | Resources/JobLogGroup/Properties/RetentionInDays | must be one of [1, 3, 5
            LogGroupName: !Sub /aws-glue/jobs/millrace-${Stage} | LogGroupName: aws glue/jobs | Resources/JobLogGroup/Properties/LogGroupName | must match
            BucketName: !Sub ${BucketPrefix}-${Stage}-raw-${AWS::AccountId}-${AWS::Region} | BucketName: Millrace_Raw | Resources/RawBucket/Properties/BucketName | must match
            Status: Enabled              | Status: Active                 | Resources/RawBucket/Properties/LifecycleConfiguration/Fn::If/1/Rules/0/Status | must be one of
            Action: lambda:InvokeFunction | Action: invoke              | Resources/RawObjectPermission/Properties/Action  | must match
            Description: Starts the chain with the raw crawl | Arn: a   | Resources/StartTrigger/Properties/Arn            | AWS::Glue::Trigger has no property Arn
            FunctionName: !Sub millrace-${Stage}-raw-object | Arn: arn:aws:lambda:::other | Resources/RawObjectFunction/Properties/Arn | Arn is read-only
            Action: glue:StartTrigger    | Action: glue:Start*          | Resources/FunctionRole/Properties/Policies/0/PolicyDocument/Statement/0/Action | allows actions by a wildcard
            Service: lambda.amazonaws.com | AWS: "*"                    | Resources/FunctionRole/Properties/AssumeRolePolicyDocument/Statement/0/Principal | allows everybody
            --job-language: scala        | --db-password: hunter2       | Resources/EtlJob/Properties/DefaultArguments/--db-password | holds a secret in plain text
            --job-language: scala        | --key: AKIAIOSFODNN7EXAMPLE  | Resources/EtlJob/Properties/DefaultArguments/--key | holds a secret in plain text
            Default: G.1X                | Default: G.9X                | Parameters/WorkerType/Default                    | G.9X is not one of the allowed values
            IsScheduled: !Equals [!Ref ScheduleState, ENABLED] | IsScheduled: !Equals [!Ref ScheduleState] | Conditions/IsScheduled | Fn::Equals takes 2 arguments, but has 1
            !Not [!Equals [!Ref Mappings, ""]] | !Not [!Equals [!Ref Mapping, ""]] | Conditions/HasMappings/Fn::Not/0/Fn::Equals/0 | there is no parameter or resource Mapping
            [HasMappings, !Ref Mappings, !Ref AWS::NoValue] | [IsProd, !Ref Mappings, !Ref AWS::NoValue] | Conditions/HasMappings | the condition is not used
            [IsProd, Enabled, Suspended] | [IsProd, Enabled]            | Resources/RawBucket/Properties/VersioningConfiguration/Fn::If/1/Status | Fn::If takes 3 arguments, but has 2
            ${AWS::AccountId}-${AWS::Region} | ${AWS::Acount}-${AWS::Region} | Resources/RawBucket/Properties/BucketName   | there is no parameter or resource AWS::Acount
            Value: !Ref EtlJob           | Value: !GetAtt EtlJob.Name   | Outputs/JobName/Value                            | AWS::Glue::Job has no attribute Name
            Value: !Ref EtlJob           | Values: !Ref EtlJob          | Outputs/JobName/Value                            | is required
            Type: Number                 | Type: Integer                | Parameters/NumberOfWorkers/Type                  | Integer is not a type
            DeletionPolicy: !If [IsProd, RetainExceptOnCreate, Delete] | DeletionPolicy: Preserve | Resources/RawBucket/DeletionPolicy | Preserve is not one of
            DependsOn: StartTrigger      | DependOn: StartTrigger       | Resources/JobTrigger/DependOn                    | is not known here
            """)
    void findsPlantedMistakes(String good, String bad, String path, String message) throws IOException {
        String text = Files.readString(STAGE);
        assertThat(text).contains(good);
        int place = text.indexOf(good);
        String planted = text.substring(0, place) + bad + text.substring(place + good.length());

        assertThat(VALIDATOR.validate(TemplateParser.parse(planted))).anySatisfy(problem -> {
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
    void findsParametersThatCannotBe() {
        assertThat(problems("""
                        Parameters:
                          Size: {Type: Number, MinValue: 2, Default: 1, Description: x}
                          Name: {Type: String, AllowedPattern: "[a-z]+", Default: A1, Description: x}
                          Count: {Type: Number, Default: many, Description: x}
                          DatabasePassword: {Type: String, Default: hunter2, Description: x}
                        Resources:
                          Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "${Size}${Name}${Count}${DatabasePassword}"}}
                        """))
                .contains("1 is not within MinValue and MaxValue")
                .contains("A1 does not match the pattern [a-z]+")
                .contains("many is not a number")
                .contains("DatabasePassword: looks like a secret and needs NoEcho")
                .contains("a secret must have no default");
    }

    @Test
    void findsWrongKeysOfMappingsAndElementsOfLists() {
        assertThat(problems("""
                        Mappings:
                          Sizes: {test: {days: 1}}
                          Unused: {a: {b: c}}
                        Resources:
                          One: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !FindInMap [Sizes, prod, days]}}
                          Two: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !FindInMap [Sizes, test, hours]}}
                          Three: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Select [2, [a, b]]}}
                        Outputs:
                          A: {Value: a, Export: {Name: same}}
                          B: {Value: b, Export: {Name: same}}
                        """))
                .contains("Unused: the mapping is not used")
                .contains("the mapping has no key prod")
                .contains("the mapping has no key test/hours")
                .contains("Fn::Select has no element 2")
                .contains("the output A exports this name too");
    }

    @Test
    void doesNotRepeatASecretItFinds() {
        assertThat(problems("""
                        Resources:
                          Key:
                            Type: AWS::SecretsManager::Secret
                            Properties: {SecretString: hunter2}
                          Read:
                            Type: AWS::SSM::Parameter
                            Properties: {Type: String, Value: "{{resolve:secretsmanager:key}}"}
                        """))
                .isEqualTo("[line 4, Resources/Key/Properties/SecretString: holds a secret in plain text;"
                        + " put it into Secrets Manager and write {{resolve:secretsmanager:NAME}}]");
    }

    @Test
    void comparesNumbersAsNumbersAlsoWhereTheyAreText() {
        assertThat(problems("""
                        Resources:
                          Small:
                            Type: AWS::Lambda::Function
                            Properties: {Role: "arn:aws:iam::000000000000:role/f", Code: {ZipFile: x}, MemorySize: "256", Timeout: "0"}
                        """))
                .isEqualTo("[line 4, Resources/Small/Properties/Timeout: must be at least 1, but is 0]");
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
        return VALIDATOR.validate(TemplateParser.parse(text)).toString();
    }
}
