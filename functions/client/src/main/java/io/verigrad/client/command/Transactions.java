package io.verigrad.client.command;

import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.transaction.Account;
import io.verigrad.client.transaction.TransactionOutcome;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;

/** Transactions of commands: done, or the command fails. */
final class Transactions {
    private Transactions() {}

    static TransactionOutcome.Done done(Account account, Address contract, Bytes call)
            throws CommandFailure, RegistryUnavailableException {
        return switch (account.call(contract, call)) {
            case TransactionOutcome.Done done -> done;
            case TransactionOutcome.Refused(String problem) -> throw new CommandFailure(ExitCode.REFUSED, problem);
            case TransactionOutcome.Failed(var hash) ->
                throw new CommandFailure(ExitCode.REFUSED, "transaction " + hash + " failed on chain");
            case TransactionOutcome.Pending(var hash) ->
                throw new CommandFailure(
                        ExitCode.NETWORK, "transaction " + hash + " is on no block yet; it may come still");
        };
    }
}
