package io.verigrad.packaging.supply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A library that our packages hold.
 *
 * @param group Maven's group id
 * @param name Maven's artifact id
 * @param licences as its maker states them, SPDX ids where known; any of them may be chosen, except that an
 *     expression is one entry
 */
record Library(String group, String name, String version, List<String> licences) {
    Library {
        licences = List.copyOf(licences);
    }

    /** A component of a CycloneDX bill of materials. */
    static Library of(JsonNode component) {
        List<String> licences = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            licences.add(
                    choice.has("expression")
                            ? choice.path("expression").asText()
                            : licence.path("id").asText(licence.path("name").asText()));
        }
        return new Library(
                component.path("group").asText(),
                component.path("name").asText(),
                component.path("version").asText(),
                licences);
    }

    boolean isOurs() {
        return group.equals("io.verigrad");
    }

    String coordinates() {
        return group + ":" + name;
    }
}
