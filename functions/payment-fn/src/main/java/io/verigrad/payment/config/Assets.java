package io.verigrad.payment.config;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.PaymentRequirements;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tokens that payments may be of. A token that we do not know could lie about balances and transfers. */
public final class Assets {
    private final Map<Address, TypedDataDomain> domains;

    Assets(ChainId chain, PaymentSettings settings) {
        this.domains = settings.assets().values().stream()
                .map(asset -> TypedDataDomain.of(asset.name(), asset.version(), chain, Address.parse(asset.address())))
                .collect(Collectors.toUnmodifiableMap(TypedDataDomain::verifyingContract, Function.identity()));
    }

    /** Whether the terms are in one of the tokens, and name its domain as it is where that is what is signed for. */
    public boolean contain(PaymentRequirements terms) {
        TypedDataDomain domain = domains.get(terms.asset());
        if (domain == null
                || EvmSchemes.of(terms).filter(Scheme.EXACT_EIP3009::equals).isEmpty()) {
            return domain != null;
        }
        return ExactEip3009.tokenDomain(terms).filter(domain::equals).isPresent();
    }
}
