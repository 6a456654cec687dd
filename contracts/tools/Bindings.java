import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.web3j.codegen.SolidityFunctionWrapperGenerator;

/**
 * Takes ABI and creation code of contracts out of forge's artifacts and generates a Java binding from each.
 *
 * <p>Usage: {@code java -cp <web3j codegen> tools/Bindings.java <abi folder> <source folder> <contract>...}
 */
final class Bindings {
    private static final String PACKAGE = "io.verigrad.contracts";
    private static final int ADDRESS_BITS = 160;

    public static void main(String... args) throws Exception {
        if (args.length < 3) {
            System.err.println("usage: java tools/Bindings.java <abi folder> <source folder> <contract>...");
            System.exit(2);
        }
        Path abis = Files.createDirectories(Path.of(args[0]));
        Path sources = Files.createDirectories(Path.of(args[1]));
        for (int i = 2; i < args.length; i++) {
            JsonNode artifact = new ObjectMapper()
                    .readTree(Path.of("out", args[i] + ".sol", args[i] + ".json").toFile());
            String code = artifact.required("bytecode").required("object").asText();
            Path abi = write(abis.resolve(args[i] + ".abi"), artifact.required("abi").toString());
            Path bin = write(abis.resolve(args[i] + ".bin"), code.substring("0x".length()));
            Path binding = sources.resolve(PACKAGE.replace('.', '/')).resolve(args[i] + ".java");
            if (!isNewer(binding, abi) || !isNewer(binding, bin)) {
                new SolidityFunctionWrapperGenerator(
                                bin.toFile(), abi.toFile(), sources.toFile(), args[i], PACKAGE, true, false, ADDRESS_BITS)
                        .generate();
            }
        }
    }

    /** Leaves a file alone that is as it should be, so that its time says when it changed. */
    private static Path write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
        return file;
    }

    private static boolean isNewer(Path file, Path than) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    }

    private Bindings() {}
}
