package io.verigrad.runner.oip;

import static io.verigrad.runner.oip.InferRequestReader.invalid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.verigrad.json.Json;
import io.verigrad.runner.api.InvalidRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * A body of the binary tensor data extension (Open Inference Protocol v2, "Binary Tensor Data Extension"): the JSON of a
 * request or an answer, then the raw values of its tensors in their order, little-endian.
 *
 * <p>A receipt hashes the body and not the header that says where the JSON ends. It need not: the end of the JSON object
 * and the sizes in it allow one reading only, and a header that says otherwise is refused.
 *
 * @param json the JSON
 * @param rest what follows it; reading moves its position
 */
record BinaryBody(byte[] json, ByteBuffer rest) {
    /** The header that gives the size of the JSON. */
    static final String HEADER = "Inference-Header-Content-Length";

    private static final int MAX_HEADER = 10;

    /** A body that is JSON alone. */
    static BinaryBody json(byte[] body) {
        return new BinaryBody(body, ByteBuffer.allocate(0));
    }

    /**
     * A body as it was sent.
     *
     * @param header the value of {@link #HEADER}; without it all is JSON
     */
    static BinaryBody of(byte[] body, Optional<String> header) throws InvalidRequestException {
        if (header.isEmpty()) {
            return json(body);
        }
        int size = size(header.get());
        if (size < 0 || size > body.length) {
            throw InvalidRequestException.of(
                    "invalid_value",
                    HEADER,
                    HEADER + ": expected the size of the JSON, from 0 to the " + body.length + " bytes of the body");
        }
        return split(body, size);
    }

    /** A body without its header, for whoever has the bytes alone: what follows the first JSON value is binary. */
    static BinaryBody of(byte[] body) {
        try (JsonParser parser = Json.mapper().getFactory().createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
                return split(body, (int) parser.currentLocation().getByteOffset());
            }
            return json(body);
        } catch (IOException malformed) {
            // Read as JSON it is refused with the reason.
            return json(body);
        }
    }

    /** The next values. */
    ByteBuffer take(long size, String at) throws InvalidRequestException {
        if (size > rest.remaining()) {
            throw invalid(at, "expected " + size + " bytes after the JSON, found " + rest.remaining());
        }
        ByteBuffer values = rest.slice(rest.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
        rest.position(rest.position() + (int) size);
        return values;
    }

    /** Bytes that nobody reads would be hashed and paid for all the same. */
    void requireRead() throws InvalidRequestException {
        if (rest.hasRemaining()) {
            throw invalid("body", rest.remaining() + " bytes after the JSON belong to no tensor");
        }
    }

    private static int size(String header) {
        return header.matches("[0-9]{1," + MAX_HEADER + "}") && Long.parseLong(header) <= Integer.MAX_VALUE
                ? Integer.parseInt(header)
                : -1;
    }

    private static BinaryBody split(byte[] body, int size) {
        return new BinaryBody(Arrays.copyOf(body, size), ByteBuffer.wrap(body, size, body.length - size));
    }
}
