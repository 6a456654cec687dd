package io.verigrad.runner.attest;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The C library of the system, by the foreign function API. */
final class LibC implements Posix {
    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    // open and ioctl take further arguments in another way than the named ones on some machines.
    private final MethodHandle open = find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    private final MethodHandle ioctl = find("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    private final MethodHandle close = find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);

    private static MethodHandle find(String name, FunctionDescriptor type, int named) {
        Linker.Option state = Linker.Option.captureCallState("errno");
        MemorySegment symbol = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new AttestationUnavailableException("expected the function " + name + " in libc"));
        return name.equals("close")
                ? LINKER.downcallHandle(symbol, type, state)
                : LINKER.downcallHandle(symbol, type, state, Linker.Option.firstVariadicArg(named));
    }

    @Override
    public int open(Path device) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor =
                    (int) open.invokeExact(state, arena.allocateFrom(device.toString()), READ_WRITE | CLOSE_ON_EXEC);
            if (descriptor < 0) {
                throw refused("open " + device, state);
            }
            return descriptor;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void ioctl(int descriptor, long request, MemorySegment argument) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) ioctl.invokeExact(state, descriptor, request, argument);
            if (result < 0) {
                throw refused("ioctl", state);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            // A device that cannot be closed is closed all the same.
            int _ = (int) close.invokeExact(arena.allocate(STATE), descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static IOException refused(String call, MemorySegment state) {
        return new IOException(call + ": error number " + (int) ERRNO.get(state, 0L));
    }
}
