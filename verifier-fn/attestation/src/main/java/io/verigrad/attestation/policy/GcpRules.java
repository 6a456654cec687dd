package io.verigrad.attestation.policy;

import io.verigrad.value.Hash32;
import java.util.Set;

/**
 * The rules for tokens of Confidential Space. The roots of the format are those of PKI tokens.
 *
 * @param audience whom tokens must be for
 * @param keys which keys may sign tokens that bring no certificates
 * @param hardware the accepted kinds of machines, such as {@code GCP_INTEL_TDX}
 * @param support what Google must say of the image, one of these, such as {@code STABLE}
 * @param projects the ids of the accepted projects
 * @param confidentialGpu whether the GPUs must be in confidential mode
 */
public record GcpRules(
        RevocationRule revocation,
        String audience,
        Keys keys,
        Set<String> hardware,
        Set<String> support,
        Set<String> projects,
        boolean confidentialGpu)
        implements FormatRules {
    public GcpRules {
        hardware = Set.copyOf(hardware);
        support = Set.copyOf(support);
        projects = Set.copyOf(projects);
    }

    /** Rules that accept nothing. */
    public static GcpRules nothing() {
        return new GcpRules(RevocationRule.REQUIRED, "", new Keys.Listed(Set.of()), Set.of(), Set.of(), Set.of(), true);
    }

    /** Which keys may sign tokens that bring no certificates (OIDC tokens). */
    public sealed interface Keys {
        boolean accepts(Hash32 thumbprint);

        /** Whatever was fetched from the issuer: believes the connection that it was fetched by. */
        record Fetched() implements Keys {
            @Override
            public boolean accepts(Hash32 thumbprint) {
                return true;
            }
        }

        /** Those with these thumbprints (RFC 7638); none, to accept PKI tokens only. */
        record Listed(Set<Hash32> thumbprints) implements Keys {
            public Listed {
                thumbprints = Set.copyOf(thumbprints);
            }

            @Override
            public boolean accepts(Hash32 thumbprint) {
                return thumbprints.contains(thumbprint);
            }
        }
    }
}
