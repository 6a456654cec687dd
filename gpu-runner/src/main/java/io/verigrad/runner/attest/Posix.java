package io.verigrad.runner.attest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The system calls that Java has no class for. */
interface Posix {
    /**
     * Opens a device for reading and writing.
     *
     * @return the file descriptor
     * @throws IOException if the system refuses; the message has the error number
     */
    int open(Path device) throws IOException;

    /**
     * Controls a device.
     *
     * @param argument is read and written by the driver
     * @throws IOException if the system refuses; the message has the error number
     */
    void ioctl(int descriptor, long request, MemorySegment argument) throws IOException;

    void close(int descriptor);
}
