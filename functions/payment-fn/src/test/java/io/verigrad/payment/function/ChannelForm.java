package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelSigner;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentRequirements;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Makes the payloads of {@code batch-settlement} for the table, by the form of a row: {@code deposit}, {@code voucher},
 * {@code claim}, {@code payout} or {@code refund}. The receiver is its own authorizer. Of a row these members change a
 * good payload, before it is signed:
 *
 * <ul>
 *   <li>{@code channel}: members of the channel
 *   <li>{@code amount}: what is paid in or given back, by default 5000 and 1000
 *   <li>{@code cumulative}: of the voucher, by default 1000
 *   <li>{@code claimed}: what is claimed of it, by default all
 *   <li>{@code signer}, {@code signature}, {@code domain.chainId}: of the voucher
 *   <li>{@code depositSignature}: what is done to the signature of the deposit
 *   <li>{@code authorizer}: {@code receiver} or {@code stranger}, of claims and refunds
 *   <li>{@code unfunded}: whether nothing was paid in before
 * </ul>
 */
final class ChannelForm {
    static final Set<String> FORMS = Set.of("deposit", "voucher", "claim", "payout", "refund");

    private static final ChainId CHAIN = new ChainId(84532);

    private final PrivateKey payer;
    private final PrivateKey receiver;
    private final PaymentRequirements terms;
    private final JsonNode changes;
    private final ChannelConfig channel;

    /** @param config the members of the channel, with the changes of the row */
    ChannelForm(PrivateKey payer, PrivateKey receiver, JsonNode terms, ObjectNode config, JsonNode changes) {
        this.payer = payer;
        this.receiver = receiver;
        this.terms = parse(terms);
        this.changes = changes;
        this.channel = new ChannelConfig(
                address(config, "payer"),
                address(config, "payerAuthorizer"),
                address(config, "receiver"),
                address(config, "receiverAuthorizer"),
                address(config, "token"),
                config.path("withdrawDelay").asLong(),
                Hash32.parse(config.path("salt").asText()));
    }

    /** The members of the channel that these terms ask for. */
    static ObjectNode config(PrivateKey payer, JsonNode terms) {
        String payTo = terms.path("payTo").asText();
        return Json.mapper()
                .createObjectNode()
                .put("payer", payer.address().toString())
                .put("payerAuthorizer", payer.address().toString())
                .put("receiver", payTo)
                .put("receiverAuthorizer", payTo)
                .put("token", terms.path("asset").asText())
                .put("withdrawDelay", 900)
                .put("salt", Hash32.ZERO.toString());
    }

    ObjectNode payload(String form) {
        return switch (form) {
            case "deposit" -> deposit();
            case "voucher" ->
                changed(new ChannelSigner(signer(), Clock.systemUTC()).voucher(channel, cumulative(), terms));
            case "claim" -> claim();
            case "payout" ->
                Json.mapper()
                        .createObjectNode()
                        .put("type", "settle")
                        .put("receiver", channel.receiver().toString())
                        .put("token", channel.token().toString());
            case "refund" -> refund();
            default -> throw new IllegalArgumentException(form);
        };
    }

    private ObjectNode deposit() {
        ObjectNode json = changed(new ChannelSigner(signer(), Clock.systemUTC())
                .deposit(
                        channel,
                        cumulative(),
                        amount(5_000),
                        new BigInteger(1, PaymentFnTest.fresh().toArray()),
                        terms));
        change((ObjectNode) json.at("/deposit/authorization/erc3009Authorization"), "depositSignature");
        return json;
    }

    private ObjectNode claim() {
        ObjectNode json = Json.mapper().createObjectNode().put("type", "claim");
        json.putArray("claims").add(claimJson());
        return json.put("claimAuthorizerSignature", claimSignature());
    }

    private ObjectNode refund() {
        TokenAmount amount = amount(1_000);
        ObjectNode json = changed(new ChannelSigner(signer(), Clock.systemUTC()).refund(channel, cumulative(), terms));
        json.put("amount", amount.toString()).put("refundNonce", "0");
        json.putArray("claims").add(claimJson());
        Hash32 digest = ChannelContract.refund(CHAIN, channel.id(CHAIN), BigInteger.ZERO, amount);
        return json.put("refundAuthorizerSignature", authorizer().sign(digest).toString())
                .put("claimAuthorizerSignature", claimSignature());
    }

    private ObjectNode claimJson() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.putObject("voucher")
                .put("maxClaimableAmount", cumulative().toString())
                .set("channel", ChannelSigner.toJson(channel));
        return json.put("signature", voucherSignature().toString())
                .put("totalClaimed", claimed().toString());
    }

    private String claimSignature() {
        ChannelClaim claim = new ChannelClaim(channel, cumulative(), voucherSignature(), claimed());
        return authorizer().sign(ChannelContract.claims(CHAIN, List.of(claim))).toString();
    }

    private Bytes voucherSignature() {
        ChainId chain = new ChainId(changes.at("/domain/chainId").asLong(CHAIN.value()));
        return Signatures.valueOf(changes.path("signature").asText("AS_IT_IS"))
                .of(signer(), ChannelContract.voucher(chain, channel.id(CHAIN), cumulative()));
    }

    /** Both as the row wants them. */
    private ObjectNode changed(JsonNode json) {
        ((ObjectNode) json.path("voucher")).put("signature", voucherSignature().toString());
        return (ObjectNode) json;
    }

    private void change(ObjectNode object, String how) {
        Signature signature = new Signature(Bytes.parse(object.path("signature").asText()));
        object.put(
                "signature",
                Signatures.valueOf(changes.path(how).asText("AS_IT_IS"))
                        .change(signature)
                        .toString());
    }

    private PrivateKey signer() {
        return changes.path("signer").asText("payer").equals("payer") ? payer : Keys.STRANGER;
    }

    private PrivateKey authorizer() {
        return changes.path("authorizer").asText("receiver").equals("receiver") ? receiver : Keys.STRANGER;
    }

    private TokenAmount cumulative() {
        return TokenAmount.parse(changes.path("cumulative").asText("1000"));
    }

    private TokenAmount claimed() {
        return TokenAmount.parse(changes.path("claimed").asText(cumulative().toString()));
    }

    private TokenAmount amount(long usual) {
        return TokenAmount.parse(changes.path("amount").asText(Long.toString(usual)));
    }

    private static Address address(JsonNode object, String member) {
        return Address.parse(object.path(member).asText());
    }

    private static PaymentRequirements parse(JsonNode terms) {
        try {
            return PaymentRequirements.parse(terms);
        } catch (PaymentFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
