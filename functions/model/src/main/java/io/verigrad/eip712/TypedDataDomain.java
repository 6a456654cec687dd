package io.verigrad.eip712;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * What a typed signature is good for: one application, version, chain and contract (EIP-712, "Definition of
 * domainSeparator"). Permit2's domain has no version.
 */
public record TypedDataDomain(String name, Optional<String> version, long chainId, Address verifyingContract) {
    private static final TypeHash WITH_VERSION =
            TypeHash.of("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    private static final TypeHash WITHOUT_VERSION =
            TypeHash.of("EIP712Domain(string name,uint256 chainId,address verifyingContract)");

    public static TypedDataDomain of(String name, String version, ChainId chainId, Address verifyingContract) {
        return new TypedDataDomain(name, Optional.of(version), chainId.value(), verifyingContract);
    }

    /** Verigrad's own domain; {@code verifyingContract} is Settlement, for registrations the EnclaveRegistry. */
    public static TypedDataDomain verigrad(ChainId chainId, Address verifyingContract) {
        return of("Verigrad", "1", chainId, verifyingContract);
    }

    /** The domain of receipts of a dry run: no contract accepts it. */
    public static TypedDataDomain verigradTest(ChainId chainId, Address verifyingContract) {
        return of("Verigrad Test", "1", chainId, verifyingContract);
    }

    public Hash32 separator() {
        StructEncoder encoder = StructEncoder.of(version.isPresent() ? WITH_VERSION : WITHOUT_VERSION)
                .string(name);
        version.ifPresent(encoder::string);
        return encoder.uint(chainId).address(verifyingContract).hash();
    }

    /** The digest to sign: keccak256(0x1901, separator, struct hash). */
    public Hash32 digest(Hash32 structHash) {
        return Keccak256.hash(new byte[] {0x19, 0x01}, separator().toArray(), structHash.toArray());
    }
}
