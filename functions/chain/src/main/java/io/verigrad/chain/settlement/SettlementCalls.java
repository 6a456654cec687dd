package io.verigrad.chain.settlement;

import io.verigrad.chain.channel.ChannelCalls;
import io.verigrad.chain.channel.ChannelCommitment;
import io.verigrad.chain.channel.RootCommitment;
import io.verigrad.contracts.ChannelClaims;
import io.verigrad.contracts.Disputes;
import io.verigrad.contracts.EnclaveRegistry;
import io.verigrad.contracts.InferenceRequests;
import io.verigrad.contracts.Settlement;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.receipt.Verdict;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.DynamicStruct;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint128;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint64;

/**
 * Call data of what takes signatures of enclaves and validators: Settlement, EnclaveRegistry, ChannelClaims,
 * InferenceRequests, Disputes.
 */
public final class SettlementCalls {
    private SettlementCalls() {}

    /** {@code Settlement.settle}. */
    public static Bytes settle(SettlementBatch batch) {
        List<Settlement.Item> items =
                batch.items().stream().map(SettlementCalls::item).toList();
        return encode(
                Settlement.FUNC_SETTLE,
                new DynamicArray<>(Settlement.Item.class, items),
                appraisal(batch.appraisal()),
                signatures(batch.endorsements()));
    }

    /** {@code EnclaveRegistry.register}. */
    public static Bytes register(
            EnclaveRegistration registration, Signature enclaveSignature, List<Endorsement> endorsements) {
        return encode(
                EnclaveRegistry.FUNC_REGISTER,
                registration(registration),
                new DynamicBytes(enclaveSignature.bytes().toArray()),
                signatures(endorsements));
    }

    /** {@code ChannelClaims.commit}. */
    public static Bytes commit(RootCommitment commitment) {
        List<DynamicStruct> rows =
                commitment.rows().stream().map(SettlementCalls::row).toList();
        return encode(
                ChannelClaims.FUNC_COMMIT,
                new DynamicStruct(
                        root(commitment.root().root()),
                        new DynamicBytes(commitment.root().signature().bytes().toArray()),
                        new Address(commitment.host().toString()),
                        new DynamicArray<>(DynamicStruct.class, rows),
                        appraisal(commitment.appraisal()),
                        signatures(commitment.endorsements())));
    }

    private static DynamicStruct row(RootCommitment.Row row) {
        return new DynamicStruct(
                ChannelCalls.claim(row.claim()),
                new Bytes32(row.receipts().hash().toArray()),
                new Uint128(row.receipts().sum().value()),
                new Uint64(row.receipts().count()));
    }

    private static ChannelClaims.ReceiptRoot root(ReceiptRoot root) {
        return new ChannelClaims.ReceiptRoot(
                root.root().toArray(),
                root.sum().value(),
                BigInteger.valueOf(root.count()),
                root.payTo().toString(),
                root.asset().toString(),
                root.enclaveKey().toString(),
                BigInteger.valueOf(root.issuedAt()));
    }

    /** {@code ChannelClaims.commitEach}. */
    public static Bytes commitEach(ChannelCommitment commitment) {
        List<Settlement.Receipt> receipts = commitment.receipts().stream()
                .map(signed -> receipt(signed.receipt()))
                .toList();
        List<DynamicBytes> signatures = commitment.receipts().stream()
                .map(signed -> new DynamicBytes(signed.signature().bytes().toArray()))
                .toList();
        return encode(
                ChannelClaims.FUNC_COMMITEACH,
                new DynamicStruct(
                        new DynamicArray<>(Settlement.Receipt.class, receipts),
                        new DynamicArray<>(DynamicBytes.class, signatures),
                        new Address(commitment.host().toString()),
                        ChannelCalls.claim(commitment.claim()),
                        appraisal(commitment.appraisal()),
                        signatures(commitment.endorsements())));
    }

    /** {@code InferenceRequests.fulfil}. */
    public static Bytes fulfil(BigInteger requestId, Fulfilment fulfilment) {
        return encode(
                InferenceRequests.FUNC_FULFIL,
                new Uint256(requestId),
                new DynamicStruct(
                        receipt(fulfilment.receipt()),
                        new DynamicBytes(fulfilment.enclaveSignature().bytes().toArray()),
                        new Address(fulfilment.host().toString()),
                        new DynamicBytes(fulfilment.answer().toArray()),
                        appraisal(fulfilment.appraisal()),
                        signatures(fulfilment.endorsements())));
    }

    /**
     * {@code Disputes.challengeReceipt}.
     *
     * @param claimDigest names what the challenger claims, such as the EIP-712 digest of a recheck
     */
    public static Bytes challenge(Receipt receipt, Signature enclaveSignature, Hash32 claimDigest) {
        return encode(
                Disputes.FUNC_CHALLENGERECEIPT,
                receipt(receipt),
                new DynamicBytes(enclaveSignature.bytes().toArray()),
                new Bytes32(claimDigest.toArray()));
    }

    /** {@code Disputes.judge}. */
    public static Bytes judge(Verdict verdict, List<Endorsement> endorsements) {
        return encode(
                Disputes.FUNC_JUDGE,
                new Uint256(verdict.caseId()),
                new Bool(verdict.upheld()),
                new Bytes32(verdict.reasonDigest().toArray()),
                signatures(endorsements));
    }

    @SuppressWarnings("rawtypes") // Function takes its parameters raw
    private static Bytes encode(String name, Type... parameters) {
        return Bytes.parse(FunctionEncoder.encode(new Function(name, List.of(parameters), List.of())));
    }

    /** The contracts want ascending signers, so that none counts twice. */
    private static DynamicArray<DynamicBytes> signatures(List<Endorsement> endorsements) {
        return new DynamicArray<>(
                DynamicBytes.class,
                endorsements.stream()
                        .sorted(Comparator.comparing(endorsement ->
                                new BigInteger(1, endorsement.validator().toArray())))
                        .map(endorsement ->
                                new DynamicBytes(endorsement.signature().bytes().toArray()))
                        .toList());
    }

    private static Settlement.Item item(SettlementItem item) {
        return new Settlement.Item(
                receipt(item.receipt()),
                item.enclaveSignature().bytes().toArray(),
                item.host().toString(),
                item.validAfter(),
                item.validBefore(),
                item.nonce().toArray(),
                item.paymentSignature().toArray());
    }

    private static Settlement.Receipt receipt(Receipt receipt) {
        return new Settlement.Receipt(
                receipt.requestHash().toArray(),
                receipt.responseHash().toArray(),
                receipt.modelDigest().toArray(),
                receipt.parametersHash().toArray(),
                receipt.runtimeDigest().toArray(),
                receipt.offerHash().toArray(),
                receipt.paymentId().toArray(),
                receipt.clientNonce().toArray(),
                receipt.payer().toString(),
                receipt.payTo().toString(),
                receipt.asset().toString(),
                receipt.enclaveKey().toString(),
                receipt.cap().value(),
                receipt.charge().value(),
                BigInteger.valueOf(receipt.inputUnits()),
                BigInteger.valueOf(receipt.outputUnits()),
                BigInteger.valueOf(receipt.sequence()),
                BigInteger.valueOf(receipt.issuedAt()),
                BigInteger.valueOf(receipt.scheme().code()),
                BigInteger.valueOf(receipt.finish().code()),
                BigInteger.valueOf(receipt.assurance().code()));
    }

    private static Settlement.Appraisal appraisal(Appraisal appraisal) {
        return new Settlement.Appraisal(
                appraisal.batchRoot().toArray(),
                BigInteger.valueOf(appraisal.count()),
                appraisal.policyDigest().toArray(),
                BigInteger.valueOf(appraisal.appraisedAt()));
    }

    private static EnclaveRegistry.EnclaveRegistration registration(EnclaveRegistration registration) {
        return new EnclaveRegistry.EnclaveRegistration(
                registration.enclaveKey().toString(),
                registration.measurementSet().toArray(),
                registration.evidenceDigest().toArray(),
                registration.policyDigest().toArray(),
                registration.operator().toString(),
                BigInteger.valueOf(registration.maxAssurance().code()),
                BigInteger.valueOf(registration.validFrom()),
                BigInteger.valueOf(registration.validUntil()));
    }
}
