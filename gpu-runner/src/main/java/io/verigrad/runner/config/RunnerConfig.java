package io.verigrad.runner.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator decides. */
@ConfigMapping(prefix = "verigrad.runner")
public interface RunnerConfig {
    /** The model store: a folder with one folder per model. */
    Path modelsDir();

    /** Files of models that do not lie in the folder of their model. */
    BlobsConfig blobs();

    /** Models that publishers bring while the runner runs. */
    HubConfig hub();

    /** The models that are offered, by name. Every model of the store must be here and the other way round. */
    Map<String, ModelConfig> models();

    /** The upstreams whose closed models are offered, by a name of the operator's. No other host is ever called for a model. */
    Map<String, UpstreamConfig> upstreams();

    /** Base URL of payment-fn. */
    URI paymentUrl();

    /** Base URLs of the verifiers that appraise this enclave, comma-separated; all must affirm it. */
    List<URI> verifierUrl();

    /** Base URL of settlement-fn. */
    URI settlementUrl();

    /** The URL that consumers use, where it is not the one that arrives here. */
    Optional<URI> publicUrl();

    /** Who runs this enclave and earns the operator's share. */
    @WithConverter(AddressConverter.class)
    Address operator();

    /** Who owns the models and earns the host's share. */
    @WithConverter(AddressConverter.class)
    Address host();

    /** The host's vault: where payments go. */
    @WithConverter(AddressConverter.class)
    Address payTo();

    /** The token of all prices. */
    AssetConfig asset();

    /** Tokens that are offered beside the asset, at their prices of the moment, by their symbols. */
    Map<String, QuotedAssetConfig> quotedAssets();

    /**
     * How evidence is made: {@code nitro}, {@code gcp}, {@code azure}, {@code tsm} (SEV-SNP, TDX), {@code auto} for what the
     * machine has, or {@code software}, which proves nothing. A runner that cannot make such evidence does not start.
     */
    @WithDefault("auto")
    String attester();

    /** The audience of tokens of Confidential Space, as the verifiers' policy names it. */
    Optional<String> gcpAudience();

    /** PEM file of the certificates of the TPM's key on Azure, leaf first, root last. */
    Optional<Path> tpmCertificates();

    /** PEM file of the development root that signs software evidence. */
    Optional<Path> softwareRootFile();

    /** Digest of the runtime image; it is measured, and part of every receipt. */
    @WithConverter(Hash32Converter.class)
    Hash32 runtimeDigest();

    /** How models are run. */
    ExecutionConfig execution();

    /** What one request may hold. */
    LimitsConfig limits();

    /** What is remembered. */
    MemoryConfig memory();

    /** How long a call of another function may take. */
    @WithDefault("10s")
    Duration callTimeout();

    /** How long the bus may take to acknowledge a receipt. */
    @WithDefault("12s")
    Duration busTimeout();

    /** How many receipts may wait for the bus; beyond that new calls are answered 503, before anything is paid. */
    @WithDefault("64")
    int unsentReceipts();

    /** How long an answer that is settled before it is given may keep its request waiting. */
    @WithDefault("60s")
    Duration settlementWait();

    /** How often settlement-fn is asked for requests that contracts make; without it none are run. */
    Optional<Duration> contractRequests();

    /** How long a signed offer is good for. */
    @WithDefault("2h")
    Duration offerLifetime();

    /**
     * How long payers by channel wait for what was not claimed, 15 minutes to 30 days; without it no channels are offered.
     * The payment function must take channels of this delay, and the settlement function must claim them.
     */
    Optional<Duration> channelDelay();

    /** Files by their SHA-256. */
    interface BlobsConfig {
        /** The folder of files by their digests; without it every model has all files in its own folder. */
        Optional<Path> folder();

        /** Where missing files are fetched: an address with the word sha256 in braces, where the digits of the digest stand. */
        Optional<String> url();

        /** File with the header {@code Authorization} for that address, on one line. */
        Optional<Path> authorizationFile();

        /** How long one file may take. */
        @WithDefault("30m")
        Duration timeout();
    }

    /** What publishers may bring. Files go to the folder of {@code verigrad.runner.blobs}. */
    interface HubConfig {
        /** The accounts that may publish, comma-separated; without one nobody may. */
        Optional<List<String>> publishers();

        /** The bytes of one file. */
        @WithDefault("2147483647")
        long fileSize();

        /** How names of files may end, comma-separated; archives and programs are refused whatever they are called. */
        @WithDefault("onnx,json,txt,model,jinja")
        List<String> fileTypes();

        /** The bytes that one publisher may store. */
        @WithDefault("68719476736")
        long publisherBytes();

        /** The uploads of one publisher that are not complete. */
        @WithDefault("16")
        int openUploads();

        /** How long an upload waits for its next byte before what came is removed. */
        @WithDefault("24h")
        Duration uploadLifetime();
    }

    /** One model. */
    interface ModelConfig {
        /** What a call costs, in atomic units of the asset; with {@code upto} the most that it costs. */
        @WithConverter(TokenAmountConverter.class)
        TokenAmount price();

        /** What a token or element that is read costs who pays by {@code upto}. Without unit prices that is the price. */
        @WithConverter(TokenAmountConverter.class)
        Optional<TokenAmount> inputUnitPrice();

        /** What a token or element that is made costs who pays by {@code upto}. */
        @WithConverter(TokenAmountConverter.class)
        Optional<TokenAmount> outputUnitPrice();
    }

    /** An upstream of OpenAI's API. */
    interface UpstreamConfig {
        /** The base of its API, such as {@code https://api.example.com/v1}. */
        URI url();

        /** File with the key that it is called with; in a TEE released to the enclave only. */
        Optional<Path> keyFile();

        /** PEM file of the roots that its certificate may lead to, instead of the platform's. */
        Optional<Path> trustFile();

        /** Whether it may have a private address and go without TLS; for development. */
        @WithDefault("false")
        boolean allowPrivate();

        /** How long one call may take; no longer than {@code verigrad.runner.execution.timeout} in any case. */
        @WithDefault("55s")
        Duration timeout();

        /** The most tokens that one answer may have. */
        @WithDefault("4096")
        int maxTokens();

        /** Its models, by the names that consumers use. */
        Map<String, UpstreamModelConfig> models();
    }

    /** One model of an upstream. */
    interface UpstreamModelConfig {
        /** What a call costs, in atomic units of the asset; with {@code upto} the most that it costs. */
        @WithConverter(TokenAmountConverter.class)
        TokenAmount price();

        /** What a token or element that is read costs who pays by {@code upto}. Without unit prices that is the price. */
        @WithConverter(TokenAmountConverter.class)
        Optional<TokenAmount> inputUnitPrice();

        /** What a token or element that is made costs who pays by {@code upto}. */
        @WithConverter(TokenAmountConverter.class)
        Optional<TokenAmount> outputUnitPrice();

        /** What the upstream calls it, where that is another name. */
        Optional<String> upstreamModel();
    }

    /** A token that can be paid by EIP-3009. */
    interface AssetConfig {
        /** Its contract. */
        @WithConverter(AddressConverter.class)
        Address address();

        /** The name in its EIP-712 domain. */
        String name();

        /** The version in its EIP-712 domain. */
        String version();
    }

    /**
     * A token whose price moves, offered beside the asset. Models' prices are then prices in money: the asset must be worth
     * what the second of the pair is, as a dollar coin is for {@code OPG/USD}.
     */
    interface QuotedAssetConfig {
        /** Its contract. */
        @WithConverter(AddressConverter.class)
        Address address();

        /** The name in its EIP-712 domain. */
        String name();

        /** The version in its EIP-712 domain. */
        String version();

        /** How many decimals it has. */
        @WithDefault("18")
        int decimals();

        /** How many decimals the asset has that models are priced in. */
        @WithDefault("6")
        int assetDecimals();

        /** What signers must price in what, where that is not the symbol in USD. */
        Optional<String> pair();

        /** Where signed prices lie, comma-separated addresses of https, http or file; each gives one or an array. */
        List<URI> sources();

        /** Whose prices count, comma-separated accounts. */
        @WithConverter(AddressConverter.class)
        List<Address> signers();

        /** How many signers must agree; more than half of them. */
        int quorum();

        /** How often sources are asked. */
        @WithDefault("30s")
        Duration refresh();

        /** How old a price may be; without enough that are younger, the token is not offered. */
        @WithDefault("5m")
        Duration maxAge();

        /** How far ahead of this machine's a signer's clock may be. */
        @WithDefault("10s")
        Duration maxSkew();

        /** How far a price may be from the median to agree with it, in hundredths of a percent. */
        @WithDefault("200")
        int maxSpread();

        /** How far the price may move from the one before to be believed at once, in hundredths of a percent. */
        @WithDefault("2000")
        int maxJump();

        /** How long a price that moved further must last to be believed. */
        @WithDefault("10m")
        Duration jumpHold();

        /** How long payments at a price that was quoted are taken. */
        @WithDefault("5m")
        Duration quoteLifetime();
    }

    /** How models are run. */
    interface ExecutionConfig {
        /** What executes models: {@code cpu}, {@code cuda} or {@code cuda:<device>}. */
        @WithDefault("cpu")
        String provider();

        /** The most calls of one model that share a run, where that changes no bit of any answer; 1 for none. */
        @WithDefault("32")
        int batch();

        /** Whether generated texts share runs even where that changes bits; their numerics class then says so. */
        @WithDefault("false")
        boolean inexactTexts();

        /** Whether a model is only loaded if its manifest has a probe for this runner's numerics class. */
        @WithDefault("false")
        boolean requireProbes();

        /** How long a run that could start waits for more calls. */
        @WithDefault("0ms")
        Duration batchDelay();

        /** The calls that may wait for one model; beyond that the runner answers 503. */
        @WithDefault("256")
        int waitingPerModel();

        /** The bytes of model files that are in memory at once; who was used longest ago leaves. */
        @WithDefault("8589934592")
        long memory();

        /** The threads of one run. */
        @WithDefault("1")
        int threads();

        /** The runs that go on at once; 0 stands for one per processor. */
        @WithDefault("0")
        int concurrency();

        /** The calls that may wait; beyond that the runner answers 503. */
        @WithDefault("64")
        int waiting();

        /** The most time that a run may take, its time in the queue included. */
        @WithDefault("60s")
        Duration timeout();
    }

    /** What one request may hold. */
    interface LimitsConfig {
        /** The bytes of a body. */
        @WithDefault("4194304")
        int body();

        /** How long a body may take to arrive, besides the time that its bytes have at {@code body-rate}. */
        @WithDefault("10s")
        Duration bodyTime();

        /** The bytes of a body that must arrive in a second, on the whole; who is slower is answered 408. */
        @WithDefault("16384")
        int bodyRate();

        /** The elements of all tensors of a request. */
        @WithDefault("1000000")
        long elements();

        /** The texts to embed in a request. */
        @WithDefault("64")
        int texts();

        /** The tokens that one answer may have. */
        @WithDefault("1024")
        int tokens();
    }

    /** What is remembered, in memory only. */
    interface MemoryConfig {
        /** The answers that are kept for a repeated request. */
        @WithDefault("1000")
        int answers();

        /** The bytes of all kept answers. */
        @WithDefault("67108864")
        long answerBytes();

        /** How long an answer is kept. */
        @WithDefault("1h")
        Duration answerLifetime();

        /** The receipts that are kept. */
        @WithDefault("10000")
        int receipts();
    }
}
