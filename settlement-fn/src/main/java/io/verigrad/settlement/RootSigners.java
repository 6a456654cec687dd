package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.ChannelRun;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.receipt.RootRequest;
import io.verigrad.receipt.SignedReceiptRoot;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks runners to sign one root over receipts of channels, and believes only what their key signed. */
@Singleton
class RootSigners {
    private static final Logger LOG = Logger.getLogger(RootSigners.class);
    private static final int MAX_ANSWER = 1 << 14;

    private final List<URI> runners;
    private final TypedDataDomain domain;
    private final BoundedHttp http;

    RootSigners(SettlementSettings settings, Chain chain) {
        this.runners = settings.runners().orElse(List.of());
        this.domain = TypedDataDomain.verigrad(
                chain.config().chainId(), chain.config().settlement());
        this.http = BoundedHttp.create(settings.endorseTimeout(), MAX_ANSWER);
    }

    /**
     * The root over calls of one party, or nothing if its enclave is gone or no runner of ours.
     *
     * @param issuedAt unix seconds, of the latest block: the contract takes no root of the future
     */
    Optional<SignedReceiptRoot> sign(ChannelPick.Party party, List<ChannelRun> channels, long issuedAt)
            throws InterruptedException {
        ReceiptRoot expected =
                ReceiptRoot.of(ChannelRun.top(channels), party.payTo(), party.asset(), party.enclaveKey(), issuedAt);
        byte[] request = Json.write(new RootRequest(channels, issuedAt));
        for (URI runner : runners) {
            Optional<SignedReceiptRoot> signed = ask(runner, request);
            if (signed.filter(root -> root.root().equals(expected)
                            && root.signer(domain)
                                    .filter(party.enclaveKey()::equals)
                                    .isPresent())
                    .isPresent()) {
                return signed;
            }
        }
        return Optional.empty();
    }

    @PreDestroy
    void stop() {
        http.close();
    }

    private Optional<SignedReceiptRoot> ask(URI runner, byte[] request) throws InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(
                        URI.create(runner.toString().replaceAll("/+$", "") + "/v1/receipt-roots"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(post);
            if (response.statusCode() == 200) {
                return Optional.of(Json.read(response.body(), SignedReceiptRoot.class));
            }
            LOG.debugf("Runner %s signs no root: status %d", runner, response.statusCode());
        } catch (IOException e) {
            LOG.warnf("Runner %s does not answer: %s", runner, e);
        } catch (MalformedJsonException e) {
            LOG.warnf("Runner %s answered what is no root: %s", runner, e.getMessage());
        }
        return Optional.empty();
    }
}
