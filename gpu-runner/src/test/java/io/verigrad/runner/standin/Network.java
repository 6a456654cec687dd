package io.verigrad.runner.standin;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.util.Random;

/** The constants of the network that the stand-ins play. */
public final class Network {
    public static final ChainId CHAIN = new ChainId(84532);
    public static final Address SETTLEMENT = Address.parse("0x1111111111111111111111111111111111111111");
    public static final Address REGISTRY = Address.parse("0x2222222222222222222222222222222222222222");
    public static final Address VAULT = Address.parse("0x3333333333333333333333333333333333333333");
    public static final Address OPERATOR = Address.parse("0x4444444444444444444444444444444444444444");
    public static final Address HOST = Address.parse("0x5555555555555555555555555555555555555555");
    public static final Address USDC = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");
    public static final Hash32 RUNTIME =
            Hash32.parse("0x6666666666666666666666666666666666666666666666666666666666666666");
    public static final Hash32 BLOCK =
            Hash32.parse("0x7777777777777777777777777777777777777777777777777777777777777777");
    public static final TypedDataDomain DOMAIN = TypedDataDomain.verigrad(CHAIN, SETTLEMENT);
    public static final PrivateKey VALIDATOR = PrivateKey.generate(new Random(7));

    private Network() {}
}
