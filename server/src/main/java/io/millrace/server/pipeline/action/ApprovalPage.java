package io.millrace.server.pipeline.action;

import io.millrace.server.http.GetPage;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import java.net.URI;

/**
 * What the links of an approval's message lead to. Where CodePipeline has its console, this server has a page that says how approvals are
 * decided; it shows and decides nothing itself, as who opens it is not known. Thread-safe.
 */
public final class ApprovalPage implements GetPage {
    /** The path of the page. */
    public static final String PATH = "/codepipeline/home";

    private static final String TEXT = """
            Millrace has no console. Approvals are decided by who may call PutApprovalResult:
              ./millrace pipeline status PIPELINE
              ./millrace pipeline approve PIPELINE --comment "why"     (or reject)
              aws codepipeline put-approval-result --pipeline-name PIPELINE --stage-name STAGE --action-name ACTION --token TOKEN --result status=Approved,summary=why
            The names and the token are in the link after #/view/, and in the message.
            """;

    @Override
    public HttpAnswer answer(HttpRequestHead head, byte[] body) {
        return HttpAnswer.text(200, TEXT);
    }

    /** The address of a pipeline, as the fragment that CodePipeline's console takes. */
    static String link(URI server, String region, String pipeline) {
        return server.resolve(PATH) + "?region=" + region + "#/view/" + pipeline;
    }
}
