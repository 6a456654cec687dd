package io.verigrad.settlement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How and when to settle. */
@ConfigMapping(prefix = "verigrad.settlement")
interface SettlementSettings {
    /** File with the key that pays for gas: one line of 0x and 64 hex digits. Either this or a key of KMS. */
    Optional<Path> keyFile();

    /** Key of AWS KMS (ECC_SECG_P256K1, SIGN_VERIFY) that pays for gas: its ARN, id or alias. */
    Optional<String> kmsKey();

    /** Where KMS is, where it is not AWS's own. */
    Optional<URI> kmsEndpoint();

    /** Base URLs of the validators that are asked to endorse batches and to judge disputes. */
    List<URI> validators();

    /**
     * The operators on whose enclaves' rechecks this account risks its bond: a receipt that one of them contradicts is
     * disputed. The account must own OPG and let the Disputes contract take the bond.
     */
    Optional<List<String>> recheckOperators();

    /** Model hosts whose payments may come without naming them; found by the address of their vault. */
    Optional<List<String>> hosts();

    /** The most receipts of one batch; 200 fit the gas limit of a transaction. */
    @WithDefault("100")
    int batchSize();

    /** How many batches are endorsed, tried out and sent at the same time where so many receipts wait. */
    @WithDefault("4")
    int batchesAtOnce();

    /**
     * A batch does not wait for more receipts once its oldest was affirmed that long ago; one that holds a payment to be
     * settled before its answer does not wait at all.
     */
    @WithDefault("2s")
    Duration batchAge();

    /**
     * Base URLs of runners that are asked to sign one root over receipts of channels, so that a transaction claims many;
     * receipts of others are claimed one by one.
     */
    Optional<List<URI>> runners();

    /** The most calls of a channel that one transaction claims. */
    @WithDefault("100")
    int channelBatchSize();

    /** The calls of a channel do not wait for more of them once the oldest was affirmed that long ago. */
    @WithDefault("10m")
    Duration channelAge();

    /** A batch does not wait once a deadline is that near. */
    @WithDefault("5m")
    Duration deadlineMargin();

    /** Blocks on top of the one that holds a transaction before its outcome is taken for final. */
    @WithDefault("12")
    int confirmations();

    /** Blocks after which more is offered for a transaction that none of them holds. */
    @WithDefault("10")
    int repriceAfter();

    /** Time between two rounds; off leaves it to events and calls. */
    @WithDefault("1s")
    String tick();

    /** How long one settler keeps payments from others, and how long a refused receipt waits before it is tried again. */
    @WithDefault("60s")
    Duration claim();

    /** How long at least a payment waits that the chain refused for now; more at each try, up to ten minutes. */
    @WithDefault("30s")
    Duration retryAfter();

    /** The block from which on contracts' requests are looked for; without it, from the first start on. */
    Optional<Long> requestsSince();

    /** How long one runner has for a contract's request before another one is given it. */
    @WithDefault("2m")
    Duration requestLease();

    /** How often a contract's request is given to runners, and how often its answer is tried to be delivered. */
    @WithDefault("5")
    int requestTries();

    /** The longest that a validator may take to endorse or to judge. */
    @WithDefault("15s")
    Duration endorseTimeout();

    /** A transaction whose nonce the chain has seen used, but not by it, is given up after this long. */
    @WithDefault("60s")
    Duration nonceTakenAfter();
}
