package io.verigrad.runner;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that is logged, with the messages of all causes. */
final class LogCapture extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");

    LogCapture() {
        setLevel(Level.ALL);
        root.addHandler(this);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        StringBuilder text = new StringBuilder().append(line.getMessage());
        if (line.getParameters() != null) {
            text.append(List.of(line.getParameters()));
        }
        if (line instanceof org.jboss.logmanager.ExtLogRecord formatted) {
            text.append(formatted.getFormattedMessage());
        }
        for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
            text.append(cause);
        }
        lines.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
