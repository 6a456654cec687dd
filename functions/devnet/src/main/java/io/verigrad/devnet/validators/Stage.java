package io.verigrad.devnet.validators;

import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.devnet.Accounts;
import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.ServiceProcess;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.util.List;

/** The network, who plays on it, and what can be seen of it. */
record Stage(Devnet devnet, Cast cast, Stakes stakes, Functions functions) {
    static final ChainId CHAIN = new ChainId(84532);
    /** Where the liar stands among the validators. */
    static final int LIAR = 3;

    static final int DOWN = 4;

    Chain chain() {
        return devnet.chain();
    }

    List<ServiceProcess> validators() {
        return devnet.validators();
    }

    Address liar() {
        return cast.liar().address();
    }

    Address address(ServiceProcess validator) {
        return cast.fellows().stream()
                .filter(fellow -> fellow.name().equals(validator.name()))
                .map(fellow -> fellow.key().address())
                .findFirst()
                .orElse(Accounts.VALIDATOR.address());
    }

    TokenAmount total() throws ChainUnavailableException {
        TokenAmount total = TokenAmount.ZERO;
        for (ServiceProcess validator : validators()) {
            total = total.plus(stakes.staked(address(validator)));
        }
        return total;
    }

    Balances balances() throws ChainUnavailableException {
        return new Balances(
                stakes.staked(liar()),
                total().minus(stakes.staked(liar())),
                stakes.owned(Accounts.SETTLER.address()),
                stakes.owned(devnet.contracts().timelock()));
    }
}
