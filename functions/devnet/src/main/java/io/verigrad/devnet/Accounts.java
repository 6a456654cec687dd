package io.verigrad.devnet;

import io.verigrad.crypto.PrivateKey;

/**
 * The accounts of the local network: those of the test mnemonic that every EVM tool knows. They hold nothing anywhere
 * else; never use them on a public chain.
 */
public final class Accounts {
    /** Deploys, hands its powers over, is guardian, and holds all OPG that is neither vesting nor staked. */
    public static final PrivateKey ADMINISTRATOR =
            PrivateKey.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    public static final PrivateKey PAYER =
            PrivateKey.parse("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");
    public static final PrivateKey SETTLER =
            PrivateKey.parse("0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a");
    public static final PrivateKey FACILITATOR =
            PrivateKey.parse("0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6");
    public static final PrivateKey VALIDATOR =
            PrivateKey.parse("0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a");
    public static final PrivateKey OPERATOR =
            PrivateKey.parse("0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba");
    public static final PrivateKey HOST =
            PrivateKey.parse("0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e");
    public static final PrivateKey TREASURY =
            PrivateKey.parse("0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356");
    /** A second payer, for tests that must not touch the first one's balance. */
    public static final PrivateKey OTHER_PAYER =
            PrivateKey.parse("0xdbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97");
    /** A payer whom the network does not trust: it is answered once it has paid. */
    public static final PrivateKey UNTRUSTED_PAYER =
            PrivateKey.parse("0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6");

    /** Runs a second runner, which runs again what the first one answered. */
    public static final PrivateKey OTHER_OPERATOR =
            PrivateKey.parse("0xf214f2b2cd398c806f84e317254e0f0b801d0643303237d97a22a48e01628897");

    private Accounts() {}
}
