package io.verigrad.verifier.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where collateral comes from and where it is kept. */
@ConfigMapping(prefix = "verigrad.collateral")
public interface CollateralSettings {
    /** The folder that answers of vendors are kept and archived in. Without one they are kept in memory. */
    Optional<Path> directory();

    /** Whether vendors are asked at all; false uses what the folder has. */
    @WithDefault("true")
    boolean fetch();

    /** The limit of one exchange with a vendor. */
    @WithDefault("PT5S")
    Duration timeout();

    /** The longest wait for all that one piece of evidence needs. */
    @WithDefault("PT10S")
    Duration patience();

    /** How often what was used of late is looked through for what is due. */
    @WithDefault("15m")
    String refresh();

    /**
     * Other addresses of services, such as a mirror's, by name: amd-kds, aws-nitro, aws-nitro-region, intel-pcs,
     * intel-certificates, nvidia-rim, nvidia-ocsp, nvidia-nras, google-keys. They are believed no more than the vendor is.
     */
    Map<String, URI> services();
}
