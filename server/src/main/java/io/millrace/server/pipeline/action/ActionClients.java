package io.millrace.server.pipeline.action;

import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The services as a pipeline's role reaches them. The caller closes no client. */
public interface ActionClients {
    /** Builds. */
    CodeBuildClient codeBuild(String role);

    /** Stacks. */
    CloudFormationClient cloudFormation(String role);

    /** Functions. */
    LambdaClient lambda(String role);

    /** Topics. */
    SnsClient sns(String role);

    /** Keys. */
    KmsClient keys(String role);

    /** Objects, with the server's own key. */
    S3Client s3();
}
