package io.verigrad.chain.channel;

import io.verigrad.chain.TransferSimulation;
import io.verigrad.channel.ChannelState;
import io.verigrad.value.TokenAmount;

/**
 * What the chain says about a channel and its payer.
 *
 * @param balance what the payer has outside the channel
 * @param isWallet whether the payer has code
 * @param walletAccepts whether that code accepts the signature that was asked about
 * @param simulation of the call that was asked about; succeeds where none was
 */
public record ChannelAnswer(
        ChannelState state,
        TokenAmount balance,
        boolean isWallet,
        boolean walletAccepts,
        TransferSimulation simulation) {}
