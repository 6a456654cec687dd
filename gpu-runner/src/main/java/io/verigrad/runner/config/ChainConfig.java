package io.verigrad.runner.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.verigrad.value.Address;

/** The chain that receipts are for. The runner never calls it: these values go into what it signs. */
@ConfigMapping(prefix = "verigrad.chain")
public interface ChainConfig {
    /** The chain id, such as 8453 for Base. */
    long id();

    /** The Settlement contract: the verifying contract of receipts and offers. */
    @WithConverter(AddressConverter.class)
    Address settlement();

    /** The EnclaveRegistry contract: the verifying contract of the enclave's registration. */
    @WithConverter(AddressConverter.class)
    Address enclaveRegistry();
}
