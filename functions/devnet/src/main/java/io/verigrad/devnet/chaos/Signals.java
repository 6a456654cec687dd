package io.verigrad.devnet.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to processes and to all that they started. */
final class Signals {
    private Signals() {}

    /** Stops a process where it is: its connections stay open and nothing answers. */
    static void pause(long pid) throws IOException, InterruptedException {
        send("-STOP", pid);
    }

    static void resume(long pid) throws IOException, InterruptedException {
        send("-CONT", pid);
    }

    private static void send(String signal, long pid) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal, Long.toString(pid)));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(child -> Long.toString(child.pid()))
                .forEach(command::add);
        // A child that ended meanwhile makes kill fail for it, and for no other.
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
