package io.verigrad.client.command;

import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.transaction.Abi;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;

/**
 * A proposal as its proposer put it: the governor's event {@code ProposalCreated}.
 *
 * @param text its description on one line; a stranger's words
 * @see <a href="https://docs.openzeppelin.com/contracts/5.x/api/governance#IGovernor-ProposalCreated">IGovernor</a>
 */
record ProposedText(BigInteger id, Address proposer, String text) {
    static final String EVENT =
            "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)";

    private static final int WORD = 32;
    private static final int TEXT = 8;

    static ProposedText of(Bytes event) throws RegistryUnavailableException {
        try {
            int start = Abi.number(event, TEXT).intValueExact();
            int length = Abi.number(event.slice(start, event.size()), 0).intValueExact();
            Bytes text = event.slice(start + WORD, Math.addExact(start + WORD, length));
            return new ProposedText(Abi.number(event, 0), Abi.address(event, 1), Printable.of(text));
        } catch (ArithmeticException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new RegistryUnavailableException("expected a proposal in the governor's event", e);
        }
    }
}
