package io.verigrad.payment.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the payment function. */
@ConfigMapping(prefix = "verigrad.payment")
public interface PaymentSettings {
    /**
     * How much each payer may owe of each asset at a time before it has settled anything, in atomic units; 0 trusts
     * nobody. What a payer asks beyond it is answered once it is paid.
     */
    @WithDefault("0")
    String exposureCap();

    /** How far settled payments may raise that, in atomic units. */
    @WithDefault("10000000")
    String exposureCapMax();

    /** The caps of single payers, by address, which nothing raises; 0 has a payer always pay first. */
    Map<String, String> exposureCaps();

    /**
     * The keys that send transactions for public settle, one in each file; without any settle is not offered. The first
     * is the one that payers of upto are told to name. A key is used here only: whoever else sends with it takes nonces
     * away.
     */
    @WithName("key-file")
    Optional<List<Path>> keyFiles();

    /**
     * The factories that are called for payers whose wallets do not stand yet (ERC-6492). Only name those that do
     * nothing but make wallets: a stranger chooses what they are asked.
     */
    Optional<List<String>> walletFactories();

    /** The tokens that payments may be of, by a name of your choice. */
    Map<String, Asset> assets();

    /** How old a balance may be. */
    @WithDefault("PT3S")
    Duration balanceAge();

    /** How old the knowledge of a runner's key may be; a revocation is seen after this time at the latest. */
    @WithDefault("PT10S")
    Duration keyAge();

    /** How many requests a second the public facilitator takes from one client, of each instance. */
    @WithDefault("200")
    int requestsPerClient();

    /** The bounds of public settle. */
    Settle settle();

    /** How long settle waits for the block that holds its transaction. */
    @WithDefault("PT30S")
    Duration receiptWait();

    /** How many blocks must follow before a transaction is taken for final. */
    @WithDefault("12")
    int confirmations();

    /** What channels runners may be paid by. */
    Channels channels();

    /** The bounds of channels that pay runners. */
    interface Channels {
        /** The least time that a payer must wait for its money: what was served must be claimed within it. */
        @WithDefault("PT6H")
        Duration leastDelay();

        /** How long before a payer may take its money out its channel pays for no more calls. */
        @WithDefault("PT2H")
        Duration withdrawalMargin();
    }

    /** How much public settle does for strangers, who pay no gas. */
    interface Settle {
        /** The least value of a transfer, in atomic units. */
        @WithDefault("1")
        String leastValue();

        /** How many requests may wait for a block at a time, in this instance. */
        @WithDefault("64")
        int atOnce();

        /** How many transfers may not be final yet, of all instances. */
        @WithDefault("512")
        int open();

        /** How many of these may be of one payer, and how many to one payee. */
        @WithDefault("128")
        int openPerParty();

        /** After how many blocks more is offered for a transaction that its account's next nonce waits for. */
        @WithDefault("5")
        int repriceAfter();

        /** How long a nonce must be seen used by another transaction before ours is given up. */
        @WithDefault("PT2M")
        Duration nonceTakenAfter();
    }

    /** A token. */
    interface Asset {
        /** The contract. */
        String address();

        /** The name in its EIP-712 domain. */
        String name();

        /** The version in its EIP-712 domain. */
        String version();
    }
}
