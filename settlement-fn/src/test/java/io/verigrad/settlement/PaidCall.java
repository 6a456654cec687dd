package io.verigrad.settlement;

import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.settlement.SettlementItem;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.Authorization;
import io.verigrad.ledger.Limits;
import io.verigrad.ledger.NewReservation;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One call that the payer paid for and the enclave served. */
record PaidCall(NewReservation reservation, SignedReceipt receipt) {
    private static final AtomicLong COUNTER = new AtomicLong();
    private static final ChainId CHAIN = new ChainId(Anvil.CHAIN_ID);
    private static final TypedDataDomain USDC = TypedDataDomain.of("USDC", "2", CHAIN, DevnetContracts.USDC);
    private static final TypeHash TRANSFER = TypeHash.of("TransferWithAuthorization(address from,address to,"
            + "uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");
    private static final TypedDataDomain PERMIT2 =
            new TypedDataDomain("Permit2", Optional.empty(), Anvil.CHAIN_ID, PaymentId.PERMIT2_CONTRACT);
    private static final Address EXACT_PROXY = Address.parse("0x402085c248EeA27D92E8b30b2C58ed07f9E20001");
    private static final Address UPTO_PROXY = Address.parse("0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002");
    private static final String PERMIT = "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,"
            + "uint256 nonce,uint256 deadline,Witness witness)TokenPermissions(address token,uint256 amount)";
    private static final TypeHash PERMISSIONS = TypeHash.of("TokenPermissions(address token,uint256 amount)");
    private static final TypeHash EXACT_WITNESS = TypeHash.of("Witness(address to,uint256 validAfter)");
    private static final TypeHash UPTO_WITNESS =
            TypeHash.of("Witness(address to,address facilitator,uint256 validAfter)");
    private static final TypeHash EXACT_PERMIT = TypeHash.of(PERMIT + "Witness(address to,uint256 validAfter)");
    private static final TypeHash UPTO_PERMIT =
            TypeHash.of(PERMIT + "Witness(address to,address facilitator,uint256 validAfter)");
    private static final TypeHash CANCEL = TypeHash.of("CancelAuthorization(address authorizer,bytes32 nonce)");
    private static final Bytes CANCEL_SELECTOR = Bytes.parse("0x5a049a70");

    static PaidCall of(World world, long price) throws Exception {
        long time = world.chain.latestBlock().timestamp();
        return of(world, price, time, time + 3600);
    }

    /** By a payer who is not trusted: the answer waits for the settlement. */
    static PaidCall instant(World world, long price) throws Exception {
        long time = world.chain.latestBlock().timestamp();
        return of(world, price, time, time + 3600, TokenAmount.ZERO);
    }

    static PaidCall of(World world, long price, long time, long validBefore) {
        return of(world, price, time, validBefore, TokenAmount.of(Long.MAX_VALUE));
    }

    private static PaidCall of(World world, long price, long time, long validBefore, TokenAmount trusted) {
        String name = "call " + COUNTER.incrementAndGet();
        Hash32 nonce = Keys.hash("nonce of " + name);
        Authorization authorization = new Authorization(
                Scheme.EXACT_EIP3009,
                BigInteger.ZERO,
                BigInteger.valueOf(validBefore),
                nonce,
                authorize(world.vault, price, validBefore, nonce).bytes());
        NewReservation reservation = reservation(world, name, price, authorization, trusted);
        return new PaidCall(reservation, receipt(world.domain(), reservation, price, time));
    }

    /** By Permit2, at a fixed price or for what it used. */
    static PaidCall byPermit2(World world, Scheme scheme, long cap, long charge) throws Exception {
        String name = "call " + COUNTER.incrementAndGet();
        long time = world.chain.latestBlock().timestamp();
        Hash32 nonce = Keys.hash("nonce of " + name);
        Authorization authorization = new Authorization(
                scheme,
                BigInteger.valueOf(time),
                BigInteger.valueOf(time + 3600),
                nonce,
                permit(world, scheme, cap, time, nonce).bytes());
        NewReservation reservation = reservation(world, name, cap, authorization, TokenAmount.of(Long.MAX_VALUE));
        return new PaidCall(reservation, receipt(world.domain(), reservation, charge, time));
    }

    /** By the next call of a channel. */
    static PaidCall byChannel(World world, PaidChannel channel, long place, long cap, long charge) throws Exception {
        String name = "call " + COUNTER.incrementAndGet();
        long time = world.chain.latestBlock().timestamp();
        NewReservation reservation = new NewReservation(
                PaymentId.channel(channel.id(), TokenAmount.of(place)),
                Keys.hash("request of " + name),
                Keys.PAYER.address(),
                DevnetContracts.USDC,
                world.vault,
                Optional.of(Keys.HOST),
                TokenAmount.of(cap),
                Keys.ENCLAVE.address(),
                Authorization.ofChannel(channel.id(), TokenAmount.of(place), channel.voucher(place + cap)),
                Instant.ofEpochSecond(time + 3600),
                new Limits(TokenAmount.ZERO, TokenAmount.ZERO));
        return new PaidCall(reservation, receipt(world.domain(), reservation, charge, time));
    }

    private static NewReservation reservation(
            World world, String name, long cap, Authorization authorization, TokenAmount trusted) {
        return new NewReservation(
                PaymentId.authorized(
                                authorization.scheme(),
                                CHAIN,
                                DevnetContracts.USDC,
                                Keys.PAYER.address(),
                                authorization.nonce())
                        .orElseThrow(),
                Keys.hash("request of " + name),
                Keys.PAYER.address(),
                DevnetContracts.USDC,
                world.vault,
                // Half of them leave it to the settler to find the host.
                COUNTER.get() % 2 == 0 ? Optional.of(Keys.HOST) : Optional.empty(),
                TokenAmount.of(cap),
                Keys.ENCLAVE.address(),
                authorization,
                Instant.ofEpochSecond(authorization.validBefore().longValueExact()),
                new Limits(TokenAmount.of(Long.MAX_VALUE), trusted));
    }

    Hash32 paymentId() {
        return reservation.paymentId();
    }

    SettlementItem item() {
        Authorization authorization = reservation.authorization();
        return new SettlementItem(
                receipt.receipt(),
                receipt.signature(),
                Keys.HOST,
                authorization.validAfter(),
                authorization.validBefore(),
                authorization.nonce(),
                authorization.signature());
    }

    /** The call by which the payer takes the authorization back. */
    Bytes cancellation() {
        PrivateKey payer = Keys.PAYER;
        Hash32 nonce = reservation.authorization().nonce();
        Signature signature = payer.sign(USDC.digest(
                StructEncoder.of(CANCEL).address(payer.address()).bytes32(nonce).hash()));
        return Bytes.concat(
                CANCEL_SELECTOR,
                StructEncoder.untyped()
                        .address(payer.address())
                        .bytes32(nonce)
                        .uint(signature.v())
                        .uint(signature.r())
                        .uint(signature.s())
                        .encoded());
    }

    private static Signature authorize(Address to, long price, long validBefore, Hash32 nonce) {
        return Keys.PAYER.sign(USDC.digest(StructEncoder.of(TRANSFER)
                .address(Keys.PAYER.address())
                .address(to)
                .uint(price)
                .uint(0)
                .uint(validBefore)
                .bytes32(nonce)
                .hash()));
    }

    private static Signature permit(World world, Scheme scheme, long cap, long time, Hash32 nonce) {
        boolean upto = scheme == Scheme.UPTO;
        StructEncoder witness =
                StructEncoder.of(upto ? UPTO_WITNESS : EXACT_WITNESS).address(world.vault);
        if (upto) {
            witness.address(world.domain().verifyingContract());
        }
        return Keys.PAYER.sign(PERMIT2.digest(StructEncoder.of(upto ? UPTO_PERMIT : EXACT_PERMIT)
                .bytes32(StructEncoder.of(PERMISSIONS)
                        .address(DevnetContracts.USDC)
                        .uint(cap)
                        .hash())
                .address(upto ? UPTO_PROXY : EXACT_PROXY)
                .uint(new BigInteger(1, nonce.toArray()))
                .uint(time + 3600)
                .bytes32(witness.uint(time).hash())
                .hash()));
    }

    private static SignedReceipt receipt(TypedDataDomain domain, NewReservation reservation, long charge, long time) {
        Hash32 any = Keys.hash("any");
        SignedOffer offer = SignedOffer.sign(
                new Offer(
                        any,
                        reservation.payTo(),
                        reservation.asset(),
                        TokenAmount.of(charge),
                        TokenAmount.ZERO,
                        TokenAmount.ZERO,
                        Assurance.UNATTESTED,
                        time + 600),
                domain,
                Keys.ENCLAVE);
        Receipt receipt = new Receipt(
                reservation.requestHash(),
                any,
                any,
                any,
                any,
                offer.offer().structHash(),
                reservation.paymentId(),
                Hash32.ZERO,
                reservation.payer(),
                reservation.payTo(),
                reservation.asset(),
                reservation.enclaveKey(),
                reservation.cap(),
                TokenAmount.of(charge),
                12,
                34,
                COUNTER.get(),
                time,
                reservation.authorization().scheme(),
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(receipt, domain, offer, Keys.ENCLAVE);
    }
}
