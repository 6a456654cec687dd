package io.verigrad.settlement;

import io.verigrad.value.Hash32;
import java.util.List;

/** What a runner signs to be given requests of contracts: the digests of the models that it has. */
record ContractWorkCall(List<Hash32> models) {
    ContractWorkCall {
        models = List.copyOf(models);
    }
}
