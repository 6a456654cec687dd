package io.verigrad.runner.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the operations of an ONNX model (onnx.proto3, ModelProto), those of subgraphs and functions too. Whatever a
 * library would have to fetch, to guess or to blow up is refused on the way.
 */
final class GraphReader {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NODES = 1_000_000;

    private final List<Node> nodes = new ArrayList<>();
    private final List<ConstantTensor> constants = new ArrayList<>();
    private final Set<String> functions = new HashSet<>();
    private final Expansion expansion = new Expansion();

    private GraphReader() {}

    /** What a model consists of, its subgraphs and functions included. */
    record Graph(List<Node> nodes, List<ConstantTensor> constants) {
        Graph {
            nodes = List.copyOf(nodes);
            constants = List.copyOf(constants);
        }
    }

    /**
     * The operations and constants of {@code model}.
     *
     * @throws GraphFormatException if this is no ONNX model; if it names files besides itself, since such a name could
     *     point anywhere; if it needs operators that are not the library's own; or if it would grow when it is loaded
     */
    static Graph read(ByteBuffer model) throws GraphFormatException {
        GraphReader reader = new GraphReader();
        boolean found = false;
        Wire wire = new Wire(model);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 7 -> {
                    reader.graph(wire.message(), 0);
                    found = true;
                }
                case 20 -> throw new GraphFormatException("expected a model to run, found one to train");
                case 25 -> reader.function(wire.message());
                default -> wire.skip();
            }
        }
        if (!found) {
            throw new GraphFormatException("expected an ONNX model, found no graph");
        }
        for (Node node : reader.nodes) {
            Operators.require(node, reader.functions);
            reader.expansion.check(node);
        }
        return new Graph(reader.nodes, reader.constants);
    }

    private void graph(ByteBuffer bytes, int depth) throws GraphFormatException {
        if (depth > MAX_DEPTH) {
            throw new GraphFormatException("expected at most " + MAX_DEPTH + " graphs within each other");
        }
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 1 -> node(wire.message(), depth);
                case 5 -> {
                    ConstantTensor constant = TensorReader.read(wire.message());
                    constants.add(constant);
                    expansion.constant(constant);
                }
                case 15 -> throw sparse();
                default -> wire.skip();
            }
        }
    }

    private static GraphFormatException sparse() {
        return new GraphFormatException("expected dense weights, found sparse ones");
    }

    private void function(ByteBuffer bytes) throws GraphFormatException {
        String name = "";
        String domain = "";
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 1 -> name = wire.text();
                case 7 -> node(wire.message(), 1);
                case 10 -> domain = wire.text();
                case 11 -> throw new GraphFormatException("expected functions without attributes of their own");
                default -> wire.skip();
            }
        }
        functions.add(Operators.qualified(domain, name));
    }

    private void node(ByteBuffer bytes, int depth) throws GraphFormatException {
        String operator = "";
        String domain = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, List<Long>> integers = new HashMap<>();
        List<ConstantTensor> tensors = new ArrayList<>();
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 1 -> inputs.add(wire.text());
                case 2 -> outputs.add(wire.text());
                case 4 -> operator = wire.text();
                case 5 -> attribute(wire.message(), integers, tensors, depth);
                case 7 -> domain = wire.text();
                default -> wire.skip();
            }
        }
        Node node = new Node(operator, domain, inputs, integers);
        nodes.add(node);
        expansion.outputs(node, outputs, tensors);
        if (nodes.size() > MAX_NODES) {
            throw new GraphFormatException("expected at most " + MAX_NODES + " operations");
        }
    }

    private void attribute(ByteBuffer bytes, Map<String, List<Long>> integers, List<ConstantTensor> tensors, int depth)
            throws GraphFormatException {
        String name = "";
        List<Long> values = new ArrayList<>();
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 1 -> name = wire.text();
                case 3 -> values.add(wire.integer());
                case 5, 10 -> tensors.add(TensorReader.read(wire.message()));
                case 6, 11 -> graph(wire.message(), depth + 1);
                case 8 -> wire.integers(values::add);
                case 22, 23 -> throw sparse();
                default -> wire.skip();
            }
        }
        if (!values.isEmpty()) {
            integers.put(name, List.copyOf(values));
        }
    }
}
