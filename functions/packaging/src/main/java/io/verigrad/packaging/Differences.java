package io.verigrad.packaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Names what differs between two builds of a file; of archives the entries, however deep they lie. */
final class Differences {
    private final List<String> found = new ArrayList<>();

    List<String> found() {
        return List.copyOf(found);
    }

    /** Compares one file of both builds; empty where a build lacks it. */
    void compare(String name, Optional<byte[]> one, Optional<byte[]> other) throws IOException {
        if (one.isEmpty() || other.isEmpty()) {
            if (one.isPresent() || other.isPresent()) {
                found.add(name + ": in " + (one.isPresent() ? "the first" : "the second") + " build only");
            }
            return;
        }
        if (Arrays.equals(one.get(), other.get())) {
            return;
        }
        int before = found.size();
        Map<String, byte[]> left = entries(one.get());
        Map<String, byte[]> right = entries(other.get());
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String entry : names) {
            compare(name + "!" + entry, Optional.ofNullable(left.get(entry)), Optional.ofNullable(right.get(entry)));
        }
        if (found.size() == before) {
            found.add(name + (names.isEmpty() ? "" : ": order, times or compression of its entries"));
        }
    }

    /** None where the file is no archive. */
    private static Map<String, byte[]> entries(byte[] file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        if (file.length > 4 && file[0] == 'P' && file[1] == 'K') {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    entries.putIfAbsent(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return entries;
    }
}
