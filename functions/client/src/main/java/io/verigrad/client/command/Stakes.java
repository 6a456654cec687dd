package io.verigrad.client.command;

import io.verigrad.client.GovernedContracts;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.Account;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/** What the staking contract says of one account and one validator, base units of OPG. */
record Stakes(TokenAmount held, TokenAmount staked, TokenAmount shares, TokenAmount claimable) {
    static Stakes of(Account account, GovernedContracts contracts, Address validator)
            throws RegistryUnavailableException {
        return new Stakes(
                read(
                        account,
                        contracts.opg(),
                        Abi.call("balanceOf(address)", Abi.words().address(account.address()))),
                of(account, contracts, validator, "stakeOf(address,address)"),
                of(account, contracts, validator, "sharesOf(address,address)"),
                of(account, contracts, validator, "claimable(address,address)"));
    }

    private static TokenAmount of(Account account, GovernedContracts contracts, Address validator, String function)
            throws RegistryUnavailableException {
        return read(
                account,
                contracts.validatorStaking(),
                Abi.call(function, Abi.words().address(validator).address(account.address())));
    }

    private static TokenAmount read(Account account, Address contract, Bytes call) throws RegistryUnavailableException {
        Bytes answer = account.view(contract, call);
        if (answer.size() != 32) {
            throw new RegistryUnavailableException("expected a number of the contract at " + contract, null);
        }
        BigInteger number = Abi.number(answer, 0);
        return new TokenAmount(number);
    }
}
