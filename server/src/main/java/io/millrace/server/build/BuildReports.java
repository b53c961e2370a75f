package io.millrace.server.build;

import io.millrace.server.build.Buildspec.Artifacts;
import io.millrace.server.build.Buildspec.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Sums up a build's test results in its log. There are no report groups: the log is where they are. */
final class BuildReports {
    private final BuildFolder folder;
    private final BuildLog log;

    BuildReports(BuildFolder folder, BuildLog log) {
        this.folder = folder;
        this.log = log;
    }

    private static final class Sum {
        private int tests;
        private int failures;
        private int skipped;
        private String current = "";
    }

    void show(List<Report> reports) throws IOException {
        for (Report report : reports) {
            Sum sum = new Sum();
            Artifacts files = new Artifacts(report.files(), List.of(), report.baseDirectory(), false, "");
            try {
                for (Path file :
                        BuildOutputs.select(report.files(), files, folder, log).values()) {
                    add(sum, file);
                }
                log.line("Report " + report.group() + ": " + sum.tests + " tests, " + sum.failures + " failed, "
                        + sum.skipped + " skipped.");
            } catch (BuildFailedException e) {
                log.line("Report " + report.group() + ": " + e.getMessage());
            }
        }
    }

    private void add(Sum sum, Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    count(sum, xml);
                }
            }
        } catch (XMLStreamException e) {
            log.line(file.getFileName() + " is no JUnit XML.");
        }
    }

    private void count(Sum sum, XMLStreamReader xml) {
        switch (xml.getLocalName()) {
            case "testcase" -> {
                sum.tests++;
                sum.current = xml.getAttributeValue(null, "classname") + "." + xml.getAttributeValue(null, "name");
            }
            case "failure", "error" -> {
                sum.failures++;
                log.line("Failed: " + sum.current + ": " + xml.getAttributeValue(null, "message"));
            }
            case "skipped" -> sum.skipped++;
            default -> {
                // Output and properties are not counted.
            }
        }
    }
}
