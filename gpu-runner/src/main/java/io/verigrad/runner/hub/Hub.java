package io.verigrad.runner.hub;

import java.util.Optional;

/** What publishers meet; both are empty where nobody may publish. */
public record Hub(Optional<Uploads> uploads, Optional<Publications> publications) {
    static final String OFF = "this runner takes no models; its operator names publishers";
}
