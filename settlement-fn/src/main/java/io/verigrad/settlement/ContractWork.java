package io.verigrad.settlement;

import io.verigrad.chain.request.OpenRequest;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The answer of {@code contract-requests}.
 *
 * @param reason why there is nothing, where that is not for want of requests; a stable code
 */
record ContractWork(List<Item> requests, Optional<String> reason) {
    ContractWork {
        requests = List.copyOf(requests);
    }

    /**
     * A request of a contract, for one runner to run.
     *
     * @param contract that keeps the request and its price
     * @param requestId its number there
     * @param price in escrow; the most that the answer may cost
     * @param minAssurance code of the least assurance
     * @param openedAt unix seconds
     * @param expiresAt unix seconds
     * @param path of the request; its method is POST
     * @param body in base64
     */
    record Item(
            Address contract,
            @DecimalString long requestId,
            Address asker,
            Hash32 modelDigest,
            Hash32 requestHash,
            Address asset,
            TokenAmount price,
            int minAssurance,
            @DecimalString long openedAt,
            @DecimalString long expiresAt,
            String path,
            String body) {
        static Item of(Address contract, OpenRequest request, Locator locator) {
            return new Item(
                    contract,
                    request.id().longValueExact(),
                    request.asker(),
                    request.modelDigest(),
                    request.requestHash(),
                    request.asset(),
                    request.price(),
                    request.minAssurance(),
                    request.openedAt(),
                    request.expiresAt(),
                    locator.path(),
                    Base64.getEncoder().encodeToString(locator.body()));
        }
    }

    static ContractWork of(List<Item> requests) {
        return new ContractWork(requests, Optional.empty());
    }

    static ContractWork none(String reason) {
        return new ContractWork(List.of(), Optional.of(reason));
    }
}
