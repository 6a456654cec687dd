package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.ExactEvmPayload;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2;
import io.verigrad.x402.Permit2Authorization;
import io.verigrad.x402.Permit2Payload;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Payers whose accounts are contracts, will be contracts, or have code beside their key. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class WalletPaymentTest extends PaymentFnTest {
    private final PrivateKey owner = PrivateKey.parse(fresh().toString());
    private final Address payee = PrivateKey.parse(fresh().toString()).address();

    @Test
    void takesPaymentsOfContractWallets() throws Exception {
        Address wallet = DevWallets.deploy(chain, owner);
        mint(wallet);

        assertPays(eip3009(wallet, UnaryOperator.identity()));
    }

    @Test
    void refusesWhatAContractWalletRefuses() throws Exception {
        Address wallet = DevWallets.deploy(chain, PrivateKey.parse(fresh().toString()));
        mint(wallet);

        assertRefused(eip3009(wallet, UnaryOperator.identity()), "invalid_exact_evm_signature");
    }

    @Test
    void takesPaymentsOfContractWalletsByPermit2() throws Exception {
        Address wallet = DevWallets.deploy(chain, owner);
        mint(wallet);
        String payment = permit2(wallet);

        assertRefused(payment, "permit2_allowance_required");
        approvePermit2(wallet);
        assertPays(payment);
    }

    @Test
    void makesWalletsOfTrustedFactoriesInTheSameTransaction() throws Exception {
        Address wallet = DevWallets.address(DevWallets.FACTORY, owner);
        mint(wallet);
        String payment = eip3009(
                wallet, signature -> DevWallets.wrapped(DevWallets.FACTORY, DevWallets.creation(owner), signature));

        assertThat(chain.hasCode(wallet)).isFalse();
        assertPays(payment);
        assertThat(chain.hasCode(wallet)).isTrue();
    }

    @Test
    void callsNoOtherFactory() throws Exception {
        Address wallet = DevWallets.address(DevWallets.OTHER_FACTORY, owner);
        mint(wallet);
        Bytes creation = DevWallets.creation(owner);
        String payment =
                eip3009(wallet, signature -> DevWallets.wrapped(DevWallets.OTHER_FACTORY, creation, signature));

        assertRefused(payment, "eip6492_factory_not_allowed");
        assertThat(chain.hasCode(wallet)).isFalse();

        // Whoever made it: what stands needs no factory.
        DevChain.send(chain, DevWallets.OTHER_FACTORY, creation);
        assertPays(payment);
    }

    @Test
    void refusesAForgedSignatureOfAWalletThatIsYetToBeMade() throws Exception {
        PrivateKey victim = PrivateKey.parse(fresh().toString());
        Address wallet = DevWallets.address(DevWallets.FACTORY, victim);
        mint(wallet);
        Bytes creation = DevWallets.creation(victim);

        assertRefused(
                eip3009(wallet, signature -> DevWallets.wrapped(DevWallets.FACTORY, creation, signature)),
                "invalid_exact_evm_transaction_simulation_failed");
        assertThat(chain.hasCode(wallet)).isFalse();
    }

    @Test
    void letsTheCodeOfAnAccountWithAKeyDecide() throws Exception {
        Address implementation = DevWallets.deploy(chain, owner);
        PrivateKey account = PrivateKey.parse(fresh().toString());
        mint(account.address());
        DevWallets.delegate(chain.config().rpcUrl(), account.address(), implementation);

        assertPays(eip3009(account.address(), UnaryOperator.identity()));
    }

    private void assertPays(String request) throws Exception {
        assertThat(post("verify", request).text()).contains("\"isValid\":true");
        assertThat(post("settle", request).text()).contains("\"success\":true");
        assertThat(chain.balanceOf(DevnetContracts.USDC, payee)).isEqualTo(TokenAmount.of(10_000));
    }

    private void assertRefused(String request, String reason) {
        assertThat(post("verify", request).member("invalidReason")).isEqualTo(reason);
        assertThat(post("settle", request).member("errorReason")).isEqualTo(reason);
    }

    private void mint(Address wallet) throws Exception {
        Bytes words = StructEncoder.untyped().address(wallet).uint(50_000).encoded();
        DevChain.send(chain, DevnetContracts.USDC, Bytes.concat(Selector.of("mint(address,uint256)"), words));
    }

    private void approvePermit2(Address wallet) throws Exception {
        node("anvil_setBalance", '"' + owner.address().toString() + "\", \"0xde0b6b3a7640000\"");
        Bytes approval = Bytes.concat(
                Selector.of("approve(address,uint256)"),
                StructEncoder.untyped().address(Permit2.CONTRACT).uint(50_000).encoded());
        Bytes words = StructEncoder.untyped()
                .address(DevnetContracts.USDC)
                .uint(64)
                .uint(approval.size())
                .encoded();
        Bytes padding = Bytes.of(new byte[(32 - approval.size() % 32) % 32]);
        DevChain.send(
                chain, owner, wallet, Bytes.concat(Selector.of("execute(address,bytes)"), words, approval, padding));
    }

    /** A payment of {@code payer} with the signature of a wallet of {@link #owner}. */
    private String eip3009(Address payer, UnaryOperator<Bytes> wrapping) {
        PaymentRequirements terms = CheckBody.requirements(10_000, payee);
        Eip3009Authorization signed = new Eip3009Authorization(
                payer, payee, TokenAmount.of(10_000), BigInteger.ZERO, inTenMinutes(), fresh());
        Hash32 digest = signed.digest(ExactEip3009.tokenDomain(terms).orElseThrow());
        Bytes signature = wrapping.apply(DevWallets.signature(owner, digest));
        return request(terms, new ExactEvmPayload(signature, signed).toJson());
    }

    private String permit2(Address payer) {
        PaymentRequirements terms = PaymentRequirements.of(
                "exact",
                new ChainId(84532),
                TokenAmount.of(10_000),
                DevnetContracts.USDC,
                payee,
                3600,
                Map.of("assetTransferMethod", "permit2"));
        Permit2Authorization signed = new Permit2Authorization(
                payer,
                DevnetContracts.USDC,
                TokenAmount.of(10_000),
                Permit2.EXACT_PROXY,
                new BigInteger(1, fresh().toArray()),
                inTenMinutes(),
                new Permit2Authorization.Witness(payee, Optional.empty(), BigInteger.ZERO));
        Bytes signature = DevWallets.signature(owner, signed.digest(terms.network()));
        return request(terms, new Permit2Payload(signature, signed).toJson());
    }

    private static String request(PaymentRequirements terms, JsonNode payload) {
        PaymentPayload payment = PaymentPayload.v2(terms, Optional.empty(), payload, Optional.empty());
        return new FacilitatorRequest(payment, terms).toJson().toString();
    }

    private static BigInteger inTenMinutes() {
        return BigInteger.valueOf(Instant.now().getEpochSecond() + 600);
    }
}
