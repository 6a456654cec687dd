package io.verigrad.runner.execution;

/**
 * What executes models.
 *
 * @param kind CPU, or CUDA on one device
 * @param device the number of the device
 */
public record Provider(Kind kind, int device) {
    /** The main processor. */
    public static final Provider CPU = new Provider(Kind.CPU, 0);

    /** A kind of processor. */
    public enum Kind {
        CPU,
        CUDA
    }

    /** Reads {@code cpu}, {@code cuda} or {@code cuda:1}. */
    public static Provider parse(String text) {
        if (text.equals("cpu")) {
            return CPU;
        }
        if (text.matches("cuda(:[0-9]{1,3})?")) {
            return new Provider(Kind.CUDA, text.length() == 4 ? 0 : Integer.parseInt(text.substring(5)));
        }
        throw new IllegalArgumentException("verigrad.runner.execution.provider: expected cpu, cuda or cuda:<device>");
    }

    /** Its name in a numerics class. */
    String numerics() {
        return kind == Kind.CPU ? "cpu" : "cuda";
    }
}
