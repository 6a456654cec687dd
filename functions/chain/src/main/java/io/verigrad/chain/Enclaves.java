package io.verigrad.chain;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.util.Optional;

/** Views of the EnclaveRegistry. */
final class Enclaves {
    private static final Bytes EPOCH_OF = Selector.of("epochOf(address)");

    private final Rpc rpc;
    private final Address registry;

    Enclaves(Rpc rpc, Address registry) {
        this.rpc = rpc;
        this.registry = registry;
    }

    Optional<KeyEpoch> epochOf(Address enclaveKey) throws ChainUnavailableException {
        Bytes argument = StructEncoder.untyped().address(enclaveKey).encoded();
        Words epoch = new Words("eth_call", rpc.view(registry, Bytes.concat(EPOCH_OF, argument)));
        long validUntil = epoch.uint63(3);
        if (validUntil == 0) {
            return Optional.empty();
        }
        long revokedAt = epoch.uint63(4);
        return Optional.of(new KeyEpoch(
                epoch.address(0),
                assurance(epoch.uint63(1)),
                epoch.uint63(2),
                validUntil,
                revokedAt == 0 ? Optional.empty() : Optional.of(revokedAt),
                epoch.hash(5)));
    }

    private static Assurance assurance(long code) throws ChainUnavailableException {
        if (code > Assurance.WEIGHTS_BOUND.code()) {
            throw new ChainUnavailableException("eth_call", "expected an assurance level of 0 to 3, found " + code);
        }
        return Assurance.of((int) code);
    }
}
