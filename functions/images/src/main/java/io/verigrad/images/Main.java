package io.verigrad.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code verigrad image}. */
@Command(
        name = "verigrad image",
        mixinStandardHelpOptions = true,
        description =
                "Builds the container image of a service. The same package, base and labels give the same digest.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Main implements Callable<Integer> {
    private static final String FILE = "tar://";

    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "MODULE", description = "The service's folder, such as gpu-runner.")
    private Path module;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "IMAGE",
            description = "An image with Java 25 to build on: NAME@sha256:DIGEST, or tar://FILE.")
    private String base;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "IMAGE",
            description = "Where the image goes: NAME:TAG in a registry that docker login knows, or tar://FILE.")
    private String to;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description =
                    "A label of the image, for example tee.launch_policy.allow_env_override=NAME,NAME. Repeatable.")
    private Map<String, String> labels = new TreeMap<>();

    /** Runs the command; exits with 2 where the arguments are wrong and with 1 where the image was not built. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("verigrad image: " + e.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServiceImage image;
        Containerizer target;
        try {
            image = new ServiceImage(module.resolve("target/quarkus-app"), base, labels);
            target = target();
        } catch (IllegalArgumentException | InvalidImageReferenceException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
        Path folder = Files.createDirectories(module.resolve("target/image"));
        String digest = image.writeTo(target.setBaseImageLayersCache(folder.resolve("layers"))
                .setApplicationLayersCache(folder.resolve("layers")));
        ImageReferenceValues.write(folder, module, digest);
        PrintWriter out = command.commandLine().getOut();
        out.println(digest);
        out.flush();
        return 0;
    }

    private Containerizer target() throws InvalidImageReferenceException {
        String name = module.toAbsolutePath().normalize().getFileName().toString();
        if (to.startsWith(FILE)) {
            return Containerizer.to(
                    TarImage.at(Path.of(to.substring(FILE.length()))).named("verigrad/" + name));
        }
        ImageReference reference = ImageReference.parse(to);
        return Containerizer.to(RegistryImage.named(reference)
                .addCredentialRetriever(CredentialRetrieverFactory.forImage(reference, event -> {})
                        .dockerConfig()));
    }
}
