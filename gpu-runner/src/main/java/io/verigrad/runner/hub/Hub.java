package io.verigrad.runner.hub;

import java.util.Optional;

/**
 * What publishers meet.
 *
 * @param uploads empty where nobody may publish
 */
public record Hub(Optional<Uploads> uploads) {}
