package io.verigrad.devnet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process used of the processors, as Linux counts it (proc(5), {@code /proc/pid/stat}). */
final class ProcessCpu {
    private static final double MILLIS_PER_TICK = 10;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ProcessCpu() {}

    /** Milliseconds since it started, in user and in system mode. */
    static double millis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MILLIS_PER_TICK;
    }
}
