package io.verigrad.runner.execution;

import io.verigrad.crypto.Sha256;
import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.Probe;
import io.verigrad.runner.store.TensorSpec;
import io.verigrad.value.Hash32;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs a model's probes when it is loaded: that warms it up, and shows that it gives the bits that it is known by. */
final class Probes {
    private Probes() {}

    /**
     * @param required whether a manifest has to know what this numerics class gives
     * @throws RunException if a probe gives other bits than the manifest says for this numerics class, or it says nothing
     *     of it and has to
     */
    static void check(OnnxModel model, ModelManifest manifest, String numericsClass, boolean required)
            throws RunException {
        if (required && !manifest.isProbed(numericsClass)) {
            throw new RunException(
                    Cause.MODEL,
                    "model " + manifest.name() + ": expected a probe for numerics class " + numericsClass
                            + ", found none, and verigrad.runner.execution.require-probes is set");
        }
        for (Probe probe : manifest.probes()) {
            Hash32 expected = probe.sha256().get(numericsClass);
            Hash32 found = answer(model, manifest, probe);
            if (expected != null && !expected.equals(found)) {
                throw new RunException(
                        Cause.MODEL,
                        "model " + manifest.name() + ": expected a probe to give " + expected + " on " + numericsClass
                                + ", found " + found + "; this machine or library does not compute what the manifest"
                                + " says");
            }
        }
    }

    /** SHA-256 over name, shape and little-endian values of each output in the order of the manifest. */
    static Hash32 answer(OnnxModel model, ModelManifest manifest, Probe probe) throws RunException {
        List<Tensor> inputs = new ArrayList<>();
        for (TensorSpec spec : manifest.inputs()) {
            Probe.Values values = probe.inputs().get(spec.name());
            if (values == null) {
                throw new RunException(
                        Cause.MODEL, "model " + manifest.name() + " has a probe without input " + spec.name());
            }
            inputs.add(tensor(spec, values));
        }
        Set<String> names = new LinkedHashSet<>();
        manifest.outputs().forEach(spec -> names.add(spec.name()));
        List<Tensor> outputs = model.run(inputs, names);
        MessageDigest digest = Sha256.digest();
        for (String name : names) {
            Tensor output = outputs.stream()
                    .filter(tensor -> tensor.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            digest.update((name + output.shape()).getBytes(StandardCharsets.UTF_8));
            digest.update(output.data().duplicate());
        }
        return Hash32.of(digest.digest());
    }

    private static Tensor tensor(TensorSpec spec, Probe.Values values) throws RunException {
        if (Tensor.elements(values.shape()) != values.data().size()) {
            throw new RunException(Cause.MODEL, "a probe's input " + spec.name() + " has other values than its shape");
        }
        Tensor tensor = Tensor.allocate(spec.name(), spec.datatype(), values.shape());
        ByteBuffer data = tensor.data().duplicate().order(ByteOrder.nativeOrder());
        for (double value : values.data()) {
            switch (spec.datatype()) {
                case BOOL, UINT8, INT8 -> data.put((byte) value);
                case INT16 -> data.putShort((short) value);
                case INT32 -> data.putInt((int) value);
                case INT64 -> data.putLong((long) value);
                case FP32 -> data.putFloat((float) value);
                case FP64 -> data.putDouble(value);
            }
        }
        return tensor;
    }
}
