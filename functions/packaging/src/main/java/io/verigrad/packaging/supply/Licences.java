package io.verigrad.packaging.supply;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which licences we may pass on with our packages, and by what names their makers call them. */
final class Licences {
    private static final String CLASSPATH = "GPL-2.0-with-classpath-exception";

    /** Of libraries that do not state their licence in a form that a program reads. */
    private static final Map<String, String> STATED_ELSEWHERE = Map.of(
            "com.hubspot:algebra", "Apache-2.0",
            "com.hubspot.immutables:immutables-exceptions", "Apache-2.0",
            "com.hubspot.immutables:hubspot-style", "Apache-2.0",
            "com.hubspot.immutables:immutable-collection-encodings", "Apache-2.0");

    private static final Map<String, String> NAMES = Map.of(
            "GNU General Public License, version 2 with the GNU Classpath Exception", CLASSPATH,
            "Bouncy Castle Licence", "MIT",
            "Go License", "BSD-3-Clause",
            "(CDDL-1.0 OR GPL-2.0-with-classpath-exception)", "CDDL-1.0",
            "LGPL, version 2.1", "LGPL-2.1-only",
            "The GNU Lesser General Public License", "LGPL-3.0-only");

    /** Of which one is enough: none asks for more than its text beside the package. */
    private static final Set<String> GRANTED = Set.of(
            "Apache-2.0",
            "MIT",
            "MIT-0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "0BSD",
            "EPL-1.0",
            "EPL-2.0",
            "UPL-1.0",
            "CC0-1.0",
            "CDDL-1.0",
            "Public Domain",
            CLASSPATH);

    private Licences() {}

    /** The SPDX names of a library's licences, in order. */
    static Set<String> of(Library library) {
        List<String> stated = library.licences().isEmpty()
                ? List.of(STATED_ELSEWHERE.getOrDefault(library.coordinates(), "unknown"))
                : library.licences();
        Set<String> names = new LinkedHashSet<>();
        stated.forEach(name -> names.add(NAMES.getOrDefault(name, name)));
        return new TreeSet<>(names);
    }

    /** Whether one of a library's licences lets us pass it on without more. */
    static boolean permit(Library library) {
        return of(library).stream().anyMatch(GRANTED::contains);
    }
}
