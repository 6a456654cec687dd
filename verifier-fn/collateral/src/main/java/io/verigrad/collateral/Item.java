package io.verigrad.collateral;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;

/**
 * One thing to have from a service. Made by {@link Items} alone, from values that were checked: what strangers send never
 * becomes an address.
 *
 * @param region of a service that has one address for each, else empty
 * @param path with query
 * @param form of the answer
 * @param chainHeader the header of the answer with the chain of who signed it, empty if there is none
 * @param question what to post, empty for a GET
 */
public record Item(Service service, String region, String path, Form form, String chainHeader, Bytes question) {
    public Item {
        if (!path.matches("/[A-Za-z0-9/._?&=%-]*") || path.contains("..") || path.startsWith("//")) {
            throw new IllegalArgumentException("expected a plain path, found " + path);
        }
        if (!region.matches("([a-z]{2}(-[a-z]{1,16}){1,3}-[0-9]{1,2})?")) {
            throw new IllegalArgumentException("expected the name of a region, found " + region);
        }
    }

    static Item get(Service service, String path, Form form) {
        return new Item(service, "", path, form, "", Bytes.EMPTY);
    }

    /** Its name in stores and messages. */
    public String key() {
        return service.code()
                + (region.isEmpty() ? "" : "/" + region)
                + path
                + (question.size() == 0 ? "" : "#" + Sha256.hash(question.toArray()));
    }
}
