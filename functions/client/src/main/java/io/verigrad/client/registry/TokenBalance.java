package io.verigrad.client.registry;

import io.verigrad.client.http.BoundedHttp;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.net.URI;

/** Reads what an account holds of a token (ERC-20). */
public final class TokenBalance {
    private static final Bytes BALANCE_OF = Bytes.parse("0x70a08231");

    private TokenBalance() {}

    /** The balance in the latest block, atomic units. */
    public static TokenAmount of(BoundedHttp http, URI rpcUrl, Address token, Address owner)
            throws RegistryUnavailableException {
        Bytes argument = StructEncoder.untyped().address(owner).encoded();
        Bytes answer = new JsonRpc(http, rpcUrl).view(token.toString(), Bytes.concat(BALANCE_OF, argument));
        if (answer.size() != 32) {
            throw new RegistryUnavailableException(
                    "eth_call: expected a token at " + token + ", found " + answer.size() + " bytes", null);
        }
        return new TokenAmount(new BigInteger(1, answer.toArray()));
    }
}
