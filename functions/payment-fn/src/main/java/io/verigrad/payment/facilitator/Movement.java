package io.verigrad.payment.facilitator;

import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.payment.Refusal;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Reason;
import java.util.Optional;

/** What one transaction of ours is to bring about, however often and wherever it is asked for. */
sealed interface Movement permits Transfer, ChannelMovement {
    /** Where payer and payee begin in a subject. */
    int PAYER = 32;

    int PAYEE = 52;

    /** Names this very movement in the journal: 32 bytes, then its payer and its payee. */
    Bytes subject();

    Address payer();

    Address payee();

    /** The account that must send it, where that is not ours to choose. */
    Optional<Address> namedSender();

    /** What it is called when the chain would refuse it. */
    Reason refused();

    /** What it is called when the chain refused it. */
    Reason failed();

    /** Why it can never be made again though no transaction of ours made it. */
    Optional<Refusal> spent(Chain chain) throws ChainUnavailableException;

    /** What a transaction that succeeded lacks; it proves nothing by itself. */
    Optional<Refusal> missing(TransactionReceipt receipt);

    /** What the answer says was moved, where that is not what was asked for. */
    Optional<TokenAmount> amount(TransactionReceipt receipt);
}
