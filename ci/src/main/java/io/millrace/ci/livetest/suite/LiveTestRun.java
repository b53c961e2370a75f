package io.millrace.ci.livetest.suite;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** Runs the suite by JUnit's launcher, with a summary for people and a report for CodeBuild. */
public final class LiveTestRun {
    private LiveTestRun() {}

    /**
     * Tests a stage.
     *
     * @param settings what is tested
     * @param clients how it is reached; they stay the caller's to close
     * @param out gets progress and summary
     * @return whether every check passed
     * @throws io.millrace.ci.livetest.LiveTestException if the stage or a file of its checks cannot be read
     */
    public static boolean run(LiveTestSettings settings, LiveTestClients clients, PrintStream out) {
        LiveTest live = new LiveTest(settings, clients, line -> out.println("         " + line));
        LiveTestSummary summary = new LiveTestSummary(out, InstantSource.system());
        LauncherConfig config = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        try (LauncherSession session = LauncherFactory.openSession(config)) {
            session.getStore().put(LiveTestResolver.NAMESPACE, LiveTest.class, live);
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(LiveTestSuite.class))
                                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                    .build(),
                            summary,
                            new LegacyXmlReportGeneratingListener(
                                    settings.reports(), new PrintWriter(out, true, StandardCharsets.UTF_8)));
        }
        summary.finish();
        return summary.isGreen();
    }
}
