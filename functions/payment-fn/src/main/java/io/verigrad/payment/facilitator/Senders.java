package io.verigrad.payment.facilitator;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.payment.config.FacilitatorAccounts;
import io.verigrad.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the account that sends a transfer. The same transfer gets the same account from every instance while the account
 * has ether, so that two that settle it at once wait for one another; the journal writes it down once in any case.
 */
@ApplicationScoped
class Senders {
    private final FacilitatorAccounts accounts;
    private final GasMarket market;

    Senders(FacilitatorAccounts accounts, GasMarket market) {
        this.accounts = accounts;
        this.market = market;
    }

    /** The account for a transfer; empty if none of those that may send it can pay for it. */
    Optional<TransactionSigner> of(Movement movement) throws ChainUnavailableException {
        Optional<Address> named = movement.namedSender();
        List<TransactionSigner> mayBe =
                named.isPresent() ? accounts.signer(named.get()).stream().toList() : accounts.signers();
        int first = mayBe.isEmpty() ? 0 : Byte.toUnsignedInt(movement.subject().toArray()[0]) % mayBe.size();
        for (int i = 0; i < mayBe.size(); i++) {
            TransactionSigner signer = mayBe.get((first + i) % mayBe.size());
            if (market.canPay(signer.address())) {
                return Optional.of(signer);
            }
        }
        return Optional.empty();
    }

    List<Address> addresses() {
        return accounts.addresses();
    }

    /** The account with this address, if it is one of ours. */
    Optional<TransactionSigner> named(Address address) {
        return accounts.signer(address);
    }
}
