package io.verigrad.runner.execution;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.verigrad.runner.graph.GraphFormatException;
import io.verigrad.runner.graph.Inspection;
import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.ModelStoreException;
import io.verigrad.runner.store.StoredModel;
import io.verigrad.runner.store.Task;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** ONNX Runtime on one provider. All models share its threads. */
public final class OnnxEngine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OnnxEngine.class);

    private final OrtEnvironment environment;
    private final Provider provider;
    private final int threads;
    private final BatchSettings batches;
    private final boolean requireProbes;
    private final RunThreads runs;

    private OnnxEngine(
            OrtEnvironment environment,
            Provider provider,
            int threads,
            int concurrency,
            BatchSettings batches,
            boolean requireProbes) {
        this.environment = environment;
        this.provider = provider;
        this.threads = threads;
        this.batches = batches;
        this.requireProbes = requireProbes;
        this.runs = new RunThreads(concurrency);
    }

    /** The processor, one run per call, {@code threads} threads for each of as many runs as there are processors. */
    public static OnnxEngine start(int threads) {
        return start(
                Provider.CPU,
                threads,
                Runtime.getRuntime().availableProcessors(),
                new BatchSettings(1, java.time.Duration.ZERO, 1024));
    }

    /** As {@link #start(Provider, int, int, BatchSettings, boolean)}, for models with and without probes. */
    public static OnnxEngine start(Provider provider, int threads, int concurrency, BatchSettings batches) {
        return start(provider, threads, concurrency, batches, false);
    }

    /**
     * Loads the native library and finds out whether the provider is there.
     *
     * @param threads of one run
     * @param concurrency how many runs go on at once, of all models together
     * @param requireProbes whether only models are loaded whose manifest says what this engine gives
     * @throws IllegalStateException if the provider cannot be used; nothing else is used in its place
     */
    public static OnnxEngine start(
            Provider provider, int threads, int concurrency, BatchSettings batches, boolean requireProbes) {
        // At other levels the library writes values of failed runs, which are the consumer's, to standard error.
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "verigrad");
        OnnxEngine engine = new OnnxEngine(environment, provider, threads, concurrency, batches, requireProbes);
        try (OrtSession.SessionOptions options = engine.options()) {
            LOG.debugf("models run as %s", engine.numericsClass());
            return engine;
        } catch (OrtException e) {
            engine.close();
            throw new IllegalStateException(
                    "verigrad.runner.execution.provider=" + provider.numerics() + ":" + provider.device()
                            + " cannot be used (" + e.getCode() + "). It needs the CUDA build of ONNX Runtime"
                            + " (-Donnxruntime.native.path=<folder of libonnxruntime.so and"
                            + " libonnxruntime_providers_cuda.so>), the CUDA and cuDNN libraries that this build was made"
                            + " for on LD_LIBRARY_PATH, and a device of that number; say cpu to run without",
                    e);
        }
    }

    /**
     * Everything besides the model that decides the bits of an answer: the library's build, provider, optimisation
     * level and instruction set.
     */
    public String numericsClass() {
        return "onnxruntime-" + environment.getVersion() + "/" + provider.numerics() + "/all/"
                + InstructionSet.detect();
    }

    /** The class of a model's answers: texts that share runs although that changes bits are of another one. */
    String numericsClass(ModelManifest manifest) {
        return probedClass(manifest) + (manifest.task() == Task.generation && batches.inexact() ? "/shared" : "");
    }

    /** The class of a model's probes, which share no runs. */
    String probedClass(ModelManifest manifest) {
        return manifest.isIntExact() ? ModelManifest.INT_EXACT : numericsClass();
    }

    /** Loads a model whose file has the digest of its manifest, and whose probes give what its manifest says. */
    public OnnxModel load(StoredModel model) throws ModelStoreException, RunException {
        String name = model.manifest().name();
        ByteBuffer file = model.read(model.manifest().model());
        OnnxModel loaded;
        try (OrtSession.SessionOptions options = options()) {
            Inspection inspection = Inspection.of(file);
            requireExact(model.manifest(), inspection);
            OrtSession session = environment.createSession(file, options);
            loaded = OnnxModel.checked(environment, session, model.manifest(), inspection, runs, batches);
        } catch (GraphFormatException e) {
            throw new RunException(RunException.Cause.MODEL, "model " + name + " is not loaded: " + e.getMessage(), e);
        } catch (OrtException e) {
            RunException.Cause cause = NativeFailure.isMemory(e) ? RunException.Cause.MEMORY : RunException.Cause.MODEL;
            throw new RunException(cause, "model " + name + " cannot be loaded: " + e.getCode(), e);
        }
        try {
            Probes.check(loaded, model.manifest(), probedClass(model.manifest()), requireProbes);
            return loaded;
        } catch (RunException | RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    /** A manifest that promises the same bits everywhere is held to it by its graph and its types. */
    private static void requireExact(ModelManifest manifest, Inspection inspection) throws RunException {
        if (!manifest.isIntExact()) {
            return;
        }
        Optional<String> reason = inspection
                .inexact()
                .or(() -> Stream.concat(manifest.inputs().stream(), manifest.outputs().stream())
                        .filter(spec -> spec.datatype() == Datatype.FP32 || spec.datatype() == Datatype.FP64)
                        .map(spec -> spec.name() + " is not of integers")
                        .findFirst());
        if (reason.isPresent()) {
            throw new RunException(
                    RunException.Cause.MODEL,
                    "model " + manifest.name() + " is registered as " + ModelManifest.INT_EXACT + ", but "
                            + reason.get());
        }
    }

    @Override
    public void close() {
        runs.close();
    }

    private OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (provider.kind() == Provider.Kind.CUDA) {
                cuda(options);
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private void cuda(OrtSession.SessionOptions options) throws OrtException {
        // A node that falls back to the processor would make the numerics class a lie.
        options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(provider.device())) {
            cuda.add("use_tf32", "0");
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            options.addCUDA(cuda);
        }
    }
}
