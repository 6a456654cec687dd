package io.verigrad.samples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fisher's Iris data: 150 flowers of three species (R. A. Fisher, "The use of multiple measurements in taxonomic
 * problems", 1936; public domain). The rows are those of the paper, not of the copy with two wrong rows.
 */
final class IrisData {
    static final List<String> SPECIES = List.of("setosa", "versicolor", "virginica");
    static final int FEATURES = 4;

    private IrisData() {}

    /** One flower: four lengths in cm and the index of its species. */
    record Flower(List<Double> features, int species) {}

    static List<Flower> load() {
        try (InputStream csv = Resources.open("io/verigrad/samples/iris.csv");
                BufferedReader reader = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(IrisData::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("iris.csv cannot be read", e);
        }
    }

    private static Flower parse(String line) {
        String[] cells = line.split(",", -1);
        List<Double> features =
                Stream.of(cells).limit(FEATURES).map(Double::valueOf).toList();
        return new Flower(features, SPECIES.indexOf(cells[FEATURES]));
    }
}
