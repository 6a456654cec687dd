package io.verigrad.runner.execution;

import io.verigrad.runner.store.ModelStore;
import java.nio.file.Path;

/** Loads the native libraries, makes an embedding and ends; {@link QuietTest} watches it from outside. */
final class QuietProbe {
    private QuietProbe() {}

    public static void main(String[] arguments) throws Exception {
        try (OnnxEngine engine = OnnxEngine.start(1)) {
            Model model = new Models(engine, ModelStore.open(Path.of(arguments[0])))
                    .find("all-minilm-l6-v2")
                    .orElseThrow();
            float[] vector = model.embedder().embed(model.tokenizer().encode("Who hears of this?"));
            System.out.println("dimensions " + vector.length);
        }
        // Threads of the library must not keep it.
        System.exit(0);
    }
}
