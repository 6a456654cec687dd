package io.verigrad.ohttp;

import java.nio.charset.StandardCharsets;

/**
 * Whether a message is sealed as a whole (RFC 9458) or in chunks that can be opened as they come (Chunked Oblivious HTTP
 * Messages, draft-ietf-ohai-chunked-ohttp-08). The labels differ, so that neither passes for the other.
 */
public enum Framing {
    WHOLE("message/ohttp-req", "message/ohttp-res", "message/bhttp request", "message/bhttp response"),
    CHUNKED(
            "message/ohttp-chunked-req",
            "message/ohttp-chunked-res",
            "message/bhttp chunked request",
            "message/bhttp chunked response");

    private final String requestType;
    private final String responseType;
    private final String requestLabel;
    private final String responseLabel;

    Framing(String requestType, String responseType, String requestLabel, String responseLabel) {
        this.requestType = requestType;
        this.responseType = responseType;
        this.requestLabel = requestLabel;
        this.responseLabel = responseLabel;
    }

    /** The media type of sealed requests. */
    public String requestType() {
        return requestType;
    }

    /** The media type of sealed responses. */
    public String responseType() {
        return responseType;
    }

    byte[] requestInfo(byte[] header) {
        return new Writer()
                .bytes(requestLabel.getBytes(StandardCharsets.US_ASCII))
                .unsigned(0, 1)
                .bytes(header)
                .toArray();
    }

    byte[] responseLabel() {
        return responseLabel.getBytes(StandardCharsets.US_ASCII);
    }
}
