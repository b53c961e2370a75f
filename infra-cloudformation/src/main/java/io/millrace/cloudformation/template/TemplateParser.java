package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a template from YAML or JSON (which is YAML). Short forms become long ones: {@code !GetAtt Job.Arn} is
 * {@code {"Fn::GetAtt": ["Job", "Arn"]}}. It walks SnakeYAML's nodes rather than its objects, because those keep tags and lines.
 */
public final class TemplateParser {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 100;
    /** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: the body given to an API call in S3. */
    private static final int MAX_TEMPLATE_CHARS = 1_000_000;

    private static final Set<String> SHORT_FORMS = Set.of(
            "And",
            "Base64",
            "Cidr",
            "Condition",
            "Equals",
            "FindInMap",
            "GetAZs",
            "GetAtt",
            "If",
            "ImportValue",
            "Join",
            "Length",
            "Not",
            "Or",
            "Ref",
            "Select",
            "Split",
            "Sub",
            "ToJsonString",
            "Transform");

    private final Map<String, Integer> lines = new HashMap<>();

    private TemplateParser() {}

    /**
     * Reads a template.
     *
     * @throws TemplateException if it is not YAML, not a map, or has a key twice, an unknown tag or an alias to itself
     */
    public static Template parse(String text) {
        if (text.length() > MAX_TEMPLATE_CHARS) {
            throw new TemplateException("The template has more than " + MAX_TEMPLATE_CHARS + " characters");
        }
        TemplateParser parser = new TemplateParser();
        Node node = compose(new StringReader(text));
        if (node == null) {
            throw new TemplateException("The template is empty");
        }
        if (parser.convert(node, "", 0) instanceof ObjectNode root) {
            return new Template(root, parser.lines);
        }
        throw new TemplateException("The template must be a map with a section Resources");
    }

    private static Node compose(Reader reader) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        try {
            return new Yaml(new SafeConstructor(options)).compose(reader);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new TemplateException(line, "The template is not valid YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new TemplateException(0, "The template is not valid YAML: " + e.getMessage(), e);
        }
    }

    private JsonNode convert(Node node, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException(line(node), "values are nested more than " + MAX_DEPTH + " deep");
        }
        lines.putIfAbsent(path, line(node));
        String tag = node.getTag().getValue();
        if (tag.startsWith("!") && tag.length() > 1) {
            return function(tag.substring(1), node, path, depth);
        }
        return value(node, path, depth);
    }

    private JsonNode value(Node node, String path, int depth) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            for (Node element : sequence.getValue()) {
                array.add(convert(element, path + "/" + array.size(), depth + 1));
            }
            return array;
        }
        return object((MappingNode) node, path, depth);
    }

    private ObjectNode object(MappingNode node, String path, int depth) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
                throw new TemplateException(
                        line(tuple.getKeyNode()), "keys must be plain text; CloudFormation has no merge keys");
            }
            String name = key.getValue();
            if (object.has(name)) {
                throw new TemplateException(line(key), "the key " + name + " is there twice");
            }
            String child = path.isEmpty() ? name : path + "/" + name;
            lines.put(child, line(key));
            object.set(name, convert(tuple.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private ObjectNode function(String name, Node node, String path, int depth) {
        if (!SHORT_FORMS.contains(name)) {
            throw new TemplateException(line(node), "!" + name + " is not a function of CloudFormation");
        }
        String longName = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
        JsonNode argument = node instanceof ScalarNode scalar
                ? JSON.textNode(scalar.getValue())
                : value(node, path + "/" + longName, depth + 1);
        ObjectNode object = JSON.objectNode();
        object.set(
                longName, name.equals("GetAtt") && argument.isTextual() ? getAtt(node, argument.asText()) : argument);
        return object;
    }

    /** The attribute's name may have dots, the resource's may not. */
    private static ArrayNode getAtt(Node node, String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new TemplateException(line(node), "!GetAtt " + text + " must name a resource and an attribute");
        }
        return JSON.arrayNode().add(text.substring(0, dot)).add(text.substring(dot + 1));
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(List.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT)));
        }
        // A number with a leading zero is an account id or the like: its digits must not change.
        if (tag.equals(Tag.INT) && text.matches("-?(0|[1-9][0-9]{0,17})")) {
            return JSON.numberNode(Long.parseLong(text));
        }
        if (tag.equals(Tag.FLOAT) && text.matches("-?[0-9]+\\.[0-9]+")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        return JSON.textNode(text);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
