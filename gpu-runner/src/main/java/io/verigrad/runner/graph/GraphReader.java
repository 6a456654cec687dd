package io.verigrad.runner.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the operations of an ONNX model (onnx.proto3, ModelProto), those of subgraphs and functions too. */
final class GraphReader {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NODES = 1_000_000;
    private static final int EXTERNAL = 1;

    private final List<Node> nodes = new ArrayList<>();

    private GraphReader() {}

    /**
     * The operations of {@code model}.
     *
     * @throws GraphFormatException if this is no ONNX model, or it names files besides itself: such a name could point
     *     anywhere
     */
    static List<Node> read(ByteBuffer model) throws GraphFormatException {
        GraphReader reader = new GraphReader();
        boolean found = false;
        Wire wire = new Wire(model);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 7 -> {
                    reader.graph(wire.message(), 0);
                    found = true;
                }
                case 25 -> reader.function(wire.message());
                default -> wire.skip();
            }
        }
        if (!found) {
            throw new GraphFormatException("expected an ONNX model, found no graph");
        }
        return List.copyOf(reader.nodes);
    }

    private void graph(ByteBuffer bytes, int depth) throws GraphFormatException {
        if (depth > MAX_DEPTH) {
            throw new GraphFormatException("expected at most " + MAX_DEPTH + " graphs within each other");
        }
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 1 -> node(wire.message(), depth);
                case 5 -> tensor(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void function(ByteBuffer bytes) throws GraphFormatException {
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            if (field == 7) {
                node(wire.message(), 1);
            } else {
                wire.skip();
            }
        }
    }

    private void node(ByteBuffer bytes, int depth) throws GraphFormatException {
        String operator = "";
        String domain = "";
        Map<String, List<Long>> integers = new HashMap<>();
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 4 -> operator = wire.text();
                case 5 -> attribute(wire.message(), integers, depth);
                case 7 -> domain = wire.text();
                default -> wire.skip();
            }
        }
        nodes.add(new Node(operator, domain, integers));
        if (nodes.size() > MAX_NODES) {
            throw new GraphFormatException("expected at most " + MAX_NODES + " operations");
        }
    }

    private void attribute(ByteBuffer bytes, Map<String, List<Long>> integers, int depth) throws GraphFormatException {
        String name = "";
        List<Long> values = new ArrayList<>();
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 1 -> name = wire.text();
                case 3 -> values.add(wire.integer());
                case 5, 10 -> tensor(wire.message());
                case 6, 11 -> graph(wire.message(), depth + 1);
                case 8 -> integers(wire, values);
                default -> wire.skip();
            }
        }
        if (!values.isEmpty()) {
            integers.put(name, List.copyOf(values));
        }
    }

    private static void integers(Wire wire, List<Long> values) throws GraphFormatException {
        if (!wire.isMessage()) {
            values.add(wire.integer());
            return;
        }
        Wire packed = new Wire(wire.message());
        while (packed.hasMore()) {
            values.add(packed.varint());
        }
    }

    private static void tensor(ByteBuffer bytes) throws GraphFormatException {
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            if (field == 13 || (field == 14 && wire.integer() == EXTERNAL)) {
                throw new GraphFormatException(
                        "expected a model with all its weights in one file, found external data");
            }
            if (field != 14) {
                wire.skip();
            }
        }
    }
}
