package io.millrace.server.cli.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.cloudformation.evaluate.ParameterResolution;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.schema.ResourceSchemas;
import io.millrace.cloudformation.schema.ShippedSchemas;
import io.millrace.cloudformation.stack.TemplateInspection;
import io.millrace.cloudformation.template.Template;
import io.millrace.cloudformation.template.TemplateException;
import io.millrace.cloudformation.template.TemplateParser;
import io.millrace.cloudformation.template.TemplateProblem;
import io.millrace.cloudformation.template.TemplateValidator;
import io.millrace.server.cloudformation.DeployableTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the mistakes of CloudFormation templates. */
@Command(
        name = "template",
        description = "Check CloudFormation templates.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = picocli.CommandLine.HelpCommand.class)
public final class TemplateCommand {
    private static final String STANDARD_INPUT = "-";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream input;

    @Spec
    private @Nullable CommandSpec spec;

    /** The command of a process. */
    public TemplateCommand() {
        this(System.in);
    }

    /** @param input what the file {@code -} is read from */
    TemplateCommand(InputStream input) {
        this.input = input;
    }

    /** A mistake and its file. */
    private record Finding(String file, TemplateProblem problem) {}

    @Command(
            name = "validate",
            description = {
                "Hold templates against AWS's resource schemas and API models, without AWS and without a network.",
                "Each mistake is a line FILE:LINE: RULE: what is wrong.",
                "Exit codes: 0 no mistake, 1 mistakes were found, 2 called wrongly or nothing could be checked.",
                "Rules: syntax, section, resource, property, value, reference, unused, cycle, function, iam, secret, parameter,"
                        + " deployable."
            },
            mixinStandardHelpOptions = true)
    int validate(
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "Templates; - is the standard input.")
                    List<String> files,
            @Option(names = "--json", description = "The mistakes as a JSON list.") boolean json,
            @Option(
                            names = "--parameters",
                            paramLabel = "FILE",
                            description = "Also check the values of this parameters file, as deploy takes it.")
                    @Nullable
                    Path parameters,
            @Option(
                            names = "--deployable",
                            description = "Also name each type, property and attribute that AWS has and Millrace cannot"
                                    + " deploy; they count as mistakes.")
                    boolean deployable)
            throws IOException {
        ResourceSchemas schemas = ShippedSchemas.load()
                .orElseThrow(() -> wrong("This build has no resource schemas, because npm was missing when it was made;"
                        + " build it again where npm is."));
        Map<String, String> values = values(parameters);
        TemplateValidator validator = new TemplateValidator(schemas);
        Optional<ResourceHandlers> handlers = deployable ? Optional.of(DeployableTypes.described()) : Optional.empty();
        List<Finding> findings = new ArrayList<>();
        for (String file : files) {
            problems(text(file), validator, values, handlers)
                    .forEach(problem ->
                            findings.add(new Finding(file.equals(STANDARD_INPUT) ? "<stdin>" : file, problem)));
        }
        print(findings, json ? TemplateCommand::json : TemplateCommand::lines);
        return findings.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Map<String, String> values(@Nullable Path parameters) {
        if (parameters == null) {
            return Map.of();
        }
        requireFile(parameters);
        return ParameterOverrides.parse(List.of("file://" + parameters)).values();
    }

    private static List<TemplateProblem> problems(
            String text, TemplateValidator validator, Map<String, String> values, Optional<ResourceHandlers> handlers) {
        try {
            Template template = TemplateParser.parse(text);
            List<TemplateProblem> problems = new ArrayList<>(validator.validate(template));
            problems.addAll(ParameterResolution.mistakes(template, values));
            handlers.ifPresent(known -> problems.addAll(TemplateInspection.undeployable(template, known)));
            return problems;
        } catch (TemplateException e) {
            return List.of(e.problem());
        }
    }

    private String text(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path path = Path.of(file);
        requireFile(path);
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }

    private void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw wrong("There is no file " + file + ".");
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }

    /** How findings are shown. */
    private interface Form {
        String of(List<Finding> findings) throws IOException;
    }

    private void print(List<Finding> findings, Form form) throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(form.of(findings));
        out.flush();
    }

    private static String lines(List<Finding> findings) {
        StringBuilder lines = new StringBuilder();
        for (Finding finding : findings) {
            TemplateProblem problem = finding.problem();
            String place = problem.path().isEmpty() ? "" : problem.path() + ": ";
            lines.append("%s:%d: %s: %s%s%n"
                    .formatted(finding.file(), problem.line(), problem.rule(), place, problem.message()));
        }
        return lines.toString();
    }

    private static String json(List<Finding> findings) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        for (Finding finding : findings) {
            TemplateProblem problem = finding.problem();
            list.addObject()
                    .put("file", finding.file())
                    .put("line", problem.line())
                    .put("rule", problem.rule().toString())
                    .put("path", problem.path())
                    .put("message", problem.message());
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(list) + System.lineSeparator();
    }
}
