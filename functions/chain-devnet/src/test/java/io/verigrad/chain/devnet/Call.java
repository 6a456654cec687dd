package io.verigrad.chain.devnet;

import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.chain.settlement.SettlementItem;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** One paid call of a test: its payment and its receipt. */
record Call(TransferWithAuthorization payment, Receipt receipt) {
    private static final ChainId CHAIN = new ChainId(Anvil.CHAIN_ID);
    private static final TypeHash TRANSFER = TypeHash.of("TransferWithAuthorization(address from,address to,"
            + "uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    static Call of(String name, PrivateKey payer, Address vault, Address enclaveKey, long price, long time) {
        TransferWithAuthorization payment = payment(name, payer, vault, price, time + 3600);
        Hash32 any = hash("any");
        return new Call(
                payment,
                new Receipt(
                        hash("request " + name),
                        hash("response " + name),
                        any,
                        any,
                        any,
                        any,
                        PaymentId.eip3009(CHAIN, payment.asset(), payment.from(), payment.nonce()),
                        Hash32.ZERO,
                        payment.from(),
                        payment.to(),
                        payment.asset(),
                        enclaveKey,
                        payment.value(),
                        payment.value(),
                        12,
                        34,
                        1,
                        time,
                        Scheme.EXACT_EIP3009,
                        Finish.COMPLETE,
                        Assurance.UNATTESTED));
    }

    /** The same payment, for a receipt that charges otherwise than it authorises. */
    Call charging(long amount) {
        return new Call(
                payment,
                new Receipt(
                        receipt.requestHash(),
                        receipt.responseHash(),
                        receipt.modelDigest(),
                        receipt.parametersHash(),
                        receipt.runtimeDigest(),
                        receipt.offerHash(),
                        receipt.paymentId(),
                        receipt.clientNonce(),
                        receipt.payer(),
                        receipt.payTo(),
                        receipt.asset(),
                        receipt.enclaveKey(),
                        TokenAmount.of(amount),
                        TokenAmount.of(amount),
                        receipt.inputUnits(),
                        receipt.outputUnits(),
                        receipt.sequence(),
                        receipt.issuedAt(),
                        receipt.scheme(),
                        receipt.finish(),
                        receipt.assurance()));
    }

    static TransferWithAuthorization payment(String name, PrivateKey payer, Address to, long price, long validBefore) {
        BigInteger before = BigInteger.valueOf(validBefore);
        Hash32 nonce = hash("nonce " + name);
        Hash32 structHash = StructEncoder.of(TRANSFER)
                .address(payer.address())
                .address(to)
                .uint(price)
                .uint(0)
                .uint(before)
                .bytes32(nonce)
                .hash();
        TypedDataDomain domain = TypedDataDomain.of("USDC", "2", CHAIN, DevnetContracts.USDC);
        return new TransferWithAuthorization(
                DevnetContracts.USDC,
                payer.address(),
                to,
                TokenAmount.of(price),
                BigInteger.ZERO,
                before,
                nonce,
                payer.sign(domain.digest(structHash)).bytes());
    }

    SettlementItem item(TypedDataDomain domain, Address host, PrivateKey signer) {
        return new SettlementItem(
                receipt,
                signer.sign(receipt.id(domain)),
                host,
                payment.validAfter(),
                payment.validBefore(),
                payment.nonce(),
                payment.signature());
    }

    static Hash32 hash(String text) {
        return Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
