package io.verigrad.chain.dispute;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * A case of the Disputes contract.
 *
 * @param subject the id of the challenged receipt, or the contract's name for the registration of {@code enclaveKey}
 * @param accused the operator of {@code enclaveKey} when the case was opened
 * @param bond what the challenger risks
 * @param penalty the most that the accused can lose
 * @param openedAt unix seconds; validators weigh as they weighed then
 * @param deadline unix seconds, the last one for a verdict
 */
public record DisputedCase(
        BigInteger id,
        Hash32 subject,
        Address challenger,
        Address accused,
        Address enclaveKey,
        TokenAmount bond,
        TokenAmount penalty,
        long openedAt,
        long deadline,
        CaseState state) {}
