package io.verigrad.runner.web;

import io.quarkus.arc.All;
import io.verigrad.runner.bus.AttestedReceipts;
import io.verigrad.runner.config.ChainConfig;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.contract.ContractLoop;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.ReceiptIssuer;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.RunQueue;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.paid.CallTraces;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.ContractRuns;
import io.verigrad.runner.paid.DryRuns;
import io.verigrad.runner.paid.HeldAnswers;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.paid.KeptAnswers;
import io.verigrad.runner.paid.Offers;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRun;
import io.verigrad.runner.paid.ReceiptWriter;
import io.verigrad.runner.paid.Receipts;
import io.verigrad.runner.paid.Terms;
import io.verigrad.runner.paid.UnsentReceipts;
import io.verigrad.runner.payment.PaymentFunction;
import io.verigrad.runner.price.TokenPrices;
import io.verigrad.runner.recheck.FailedRechecks;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.ChainId;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The x402 resource server. */
final class PaidWiring {
    private final Executor background = Executors.newVirtualThreadPerTaskExecutor();

    @Produces
    @Singleton
    FunctionClient functions(RunnerConfig config) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.callTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new FunctionClient(http, config.callTimeout());
    }

    @Produces
    @Singleton
    FailedRechecks failedRechecks(FunctionClient functions, RunnerConfig config) {
        return new FailedRechecks(functions, config.settlementUrl(), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @Produces
    @Singleton
    Receipts receipts(RunnerConfig config) {
        return new Receipts(config.memory().receipts());
    }

    @Produces
    @Singleton
    TokenPrices prices(RunnerConfig config, ChainConfig chain, Clock clock) {
        return TokenPrices.of(
                config.quotedAssets(), new ChainId(chain.id()), config.asset().address(), config.callTimeout(), clock);
    }

    void stop(@Disposes TokenPrices prices) {
        prices.close();
    }

    /** One of it, which counts the receipts of the enclave's key. */
    @Produces
    @Singleton
    ReceiptWriter writer(Enclave enclave, RunnerConfig config, Clock clock) {
        return new ReceiptWriter(enclave, new ReceiptIssuer(enclave, clock), config.runtimeDigest());
    }

    @Produces
    @Singleton
    Offers offers(Enclave enclave, RunnerConfig config, ChainConfig chain, TokenPrices prices, Clock clock) {
        return new Offers(enclave, terms(config, chain), prices.tokens(), clock);
    }

    @Produces
    @Singleton
    ContractLoop contracts(
            @All List<JobSource> sources,
            Models models,
            Catalogue catalogue,
            Offers offers,
            ReceiptWriter writer,
            RunQueue queue,
            Enclave enclave,
            FunctionClient functions,
            RunnerConfig config,
            Clock clock) {
        return new ContractLoop(
                functions,
                config.settlementUrl(),
                new ContractRuns(sources, catalogue, offers, writer, queue, enclave),
                models.all().stream().map(Model::digest).toList(),
                enclave,
                config.host(),
                config.contractRequests().orElse(Duration.ZERO),
                clock);
    }

    void stop(@Disposes ContractLoop contracts) {
        contracts.close();
    }

    @Produces
    @Singleton
    PaidCalls calls(
            Enclave enclave,
            FunctionClient functions,
            AttestedReceipts bus,
            RunQueue queue,
            Receipts receipts,
            RunnerConfig config,
            PaymentTraces exported,
            ReceiptWriter writer,
            Offers offers,
            Clock clock) {
        CallTraces traces = new CallTraces(exported, clock);
        PaymentFunction payments = new PaymentFunction(functions, config.paymentUrl(), enclave, config.host(), clock);
        PaidRun run = new PaidRun(
                payments, writer, new UnsentReceipts(bus::publish, config.unsentReceipts()), queue, background, traces);
        RunnerConfig.MemoryConfig memory = config.memory();
        return new PaidCalls(
                enclave,
                offers,
                run,
                new DryRuns(offers, writer),
                receipts,
                new KeptAnswers(memory.answers(), memory.answerBytes(), memory.answerLifetime(), clock),
                new HeldAnswers(payments, config.settlementWait()),
                traces,
                clock);
    }

    private static Terms terms(RunnerConfig config, ChainConfig chain) {
        return new Terms(
                new ChainId(chain.id()),
                config.asset().address(),
                config.payTo(),
                config.asset().name(),
                config.asset().version(),
                config.offerLifetime(),
                config.channelDelay());
    }
}
