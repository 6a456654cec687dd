package io.verigrad.packaging.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** {@code docs/third-party.md}: every library that a package of ours may hold, with its licence. */
public final class ThirdPartyPage {
    private static final Comparator<Library> ORDER =
            Comparator.comparing(Library::coordinates).thenComparing(Library::version);

    private ThirdPartyPage() {}

    /** Writes the page of a checkout from its bill of materials. */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments.length > 0 ? arguments[0] : ".");
        Files.writeString(home.resolve("docs/third-party.md"), render(libraries(home.resolve("target/sbom.json"))));
    }

    /**
     * The libraries of a bill of materials that are not ours.
     *
     * @throws IllegalStateException if one may not be passed on; the message names all of them
     */
    static List<Library> libraries(Path sbom) throws IOException {
        JsonNode bill = new ObjectMapper().readTree(Files.readAllBytes(sbom));
        List<Library> libraries = StreamSupport.stream(bill.path("components").spliterator(), false)
                .map(Library::of)
                .filter(library -> !library.isOurs())
                .distinct()
                .sorted(ORDER)
                .toList();
        List<String> forbidden = libraries.stream()
                .filter(library -> !Licences.permit(library))
                .map(library -> library.coordinates() + " under " + Licences.of(library))
                .toList();
        if (!forbidden.isEmpty()) {
            throw new IllegalStateException("expected licences that let us pass a library on, found " + forbidden
                    + "; look for another library, or enter its licence in Licences");
        }
        return libraries;
    }

    static String render(List<Library> libraries) {
        StringBuilder page = new StringBuilder("""
                # Libraries that our packages hold

                Generated from the bill of materials by `./verigrad sbom`; a test holds it to what lies in the packages. Of several
                licences the reader may choose. Tests and tools of the build use more, which no package holds.

                | library | version | licence |
                | --- | --- | --- |
                """);
        for (Library library : libraries) {
            page.append("| ")
                    .append(library.coordinates())
                    .append(" | ")
                    .append(library.version())
                    .append(" | ")
                    .append(String.join(", ", Licences.of(library)))
                    .append(" |\n");
        }
        return page.toString();
    }
}
