package io.verigrad.payment.config;

import io.verigrad.chain.transaction.TransactionSigner;
import java.util.Optional;

/** The account that pays the gas of public settle, if there is one. */
public record FacilitatorAccount(Optional<TransactionSigner> signer) {}
