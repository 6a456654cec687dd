package io.verigrad.attestation.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the plain part of YAML 1.2 as JSON: mappings, lists, text, decimal integers, true and false. No anchors, no
 * tags, no types by guess: {@code 0x10}, {@code on} and {@code 2026-01-01} are text.
 */
final class Yaml {
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 16;

    private Yaml() {}

    static JsonNode read(String yaml) throws PolicyFormatException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        Node root;
        try {
            root = new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            throw problem(e.getProblem()
                    + (e.getProblemMark() == null ? "" : line(e.getProblemMark().getLine())));
        } catch (YAMLException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
        if (root == null) {
            throw problem("the file is empty");
        }
        return convert(root);
    }

    private static JsonNode convert(Node node) throws PolicyFormatException {
        if (node.getAnchor() != null) {
            throw problem("anchors are not read" + line(node.getStartMark().getLine()));
        }
        return switch (node) {
            case MappingNode mapping -> convert(mapping);
            case SequenceNode sequence -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (Node item : sequence.getValue()) {
                    array.add(convert(item));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw problem("unknown node" + line(node.getStartMark().getLine()));
        };
    }

    private static ObjectNode convert(MappingNode mapping) throws PolicyFormatException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw problem(
                        "keys are text" + line(entry.getKeyNode().getStartMark().getLine()));
            }
            JsonNode value = convert(entry.getValueNode());
            if (object.has(key.getValue())) {
                throw problem("key " + key.getValue() + " twice"
                        + line(key.getStartMark().getLine()));
            }
            object.set(key.getValue(), value);
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN) {
            if (text.equals("true") || text.equals("false")) {
                return BooleanNode.valueOf(text.equals("true"));
            }
            if (text.matches("0|[1-9][0-9]{0,8}")) {
                return IntNode.valueOf(Integer.parseInt(text));
            }
        }
        return TextNode.valueOf(text);
    }

    private static String line(int zeroBased) {
        return " (line " + (zeroBased + 1) + ")";
    }

    private static PolicyFormatException problem(String text) {
        return new PolicyFormatException(List.of("not readable as YAML: " + text));
    }
}
