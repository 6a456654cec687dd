package io.verigrad.client;

import io.verigrad.value.Address;

/** The contracts that holders of OPG, validators and publishers of models call themselves. */
public record GovernedContracts(Address opg, Address validatorStaking, Address governor, Address modelRegistry) {}
