package io.verigrad.runner.execution;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Tensors as rows along their first axis. */
final class Rows {
    private Rows() {}

    static long count(List<Tensor> tensors) {
        return tensors.getFirst().shape().getFirst();
    }

    /** Whether two calls differ in their number of rows at most. */
    static boolean sameShape(List<Tensor> a, List<Tensor> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            Tensor left = a.get(i);
            Tensor right = b.get(i);
            boolean same = left.name().equals(right.name())
                    && left.datatype() == right.datatype()
                    && tail(left).equals(tail(right))
                    && left.shape().getFirst().equals(count(a))
                    && right.shape().getFirst().equals(count(b));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** The rows of all calls under each other. */
    static List<Tensor> join(List<List<Tensor>> calls) {
        long rows = calls.stream().mapToLong(Rows::count).sum();
        List<Tensor> joined = new ArrayList<>();
        for (int i = 0; i < calls.getFirst().size(); i++) {
            Tensor first = calls.getFirst().get(i);
            Tensor all = Tensor.allocate(first.name(), first.datatype(), shape(rows, first));
            ByteBuffer target = all.data().duplicate();
            for (List<Tensor> call : calls) {
                target.put(call.get(i).data().duplicate());
            }
            joined.add(all);
        }
        return joined;
    }

    /**
     * The rows of each call again.
     *
     * @throws RunException if an output does not have the rows of the inputs
     */
    static List<List<Tensor>> split(List<Tensor> outputs, List<List<Tensor>> calls) throws RunException {
        long rows = calls.stream().mapToLong(Rows::count).sum();
        for (Tensor output : outputs) {
            if (output.shape().isEmpty() || output.shape().getFirst() != rows) {
                throw new RunException(
                        RunException.Cause.MODEL, "output " + output.name() + " has other rows than the inputs");
            }
        }
        List<List<Tensor>> answers = new ArrayList<>();
        long start = 0;
        for (List<Tensor> call : calls) {
            long from = start;
            answers.add(outputs.stream()
                    .map(output -> rows(output, from, count(call), rows))
                    .toList());
            start += count(call);
        }
        return answers;
    }

    private static Tensor rows(Tensor output, long from, long count, long all) {
        int row = Math.toIntExact(output.data().remaining() / all);
        Tensor part = Tensor.allocate(output.name(), output.datatype(), shape(count, output));
        part.data().duplicate().put(output.data().slice((int) from * row, (int) count * row));
        return part;
    }

    private static List<Long> shape(long rows, Tensor like) {
        List<Long> shape = new ArrayList<>(like.shape());
        shape.set(0, rows);
        return shape;
    }

    private static List<Long> tail(Tensor tensor) {
        return tensor.shape().subList(1, tensor.shape().size());
    }
}
