package io.verigrad.x402;

/** The two versions of the protocol that are alive, each with its header names (x402 v1 and v2, HTTP transport). */
public enum ProtocolVersion {
    V1(1, "X-PAYMENT", "X-PAYMENT-RESPONSE"),
    V2(2, "PAYMENT-SIGNATURE", "PAYMENT-RESPONSE");

    /** The response header that carries a v2 offer; v1 offers are a body. */
    public static final String PAYMENT_REQUIRED = "PAYMENT-REQUIRED";

    private final int number;
    private final String paymentHeader;
    private final String responseHeader;

    ProtocolVersion(int number, String paymentHeader, String responseHeader) {
        this.number = number;
        this.paymentHeader = paymentHeader;
        this.responseHeader = responseHeader;
    }

    /** What {@code x402Version} says. */
    public int number() {
        return number;
    }

    /** The request header that carries the payment. */
    public String paymentHeader() {
        return paymentHeader;
    }

    /** The response header that carries the outcome of the settlement. */
    public String responseHeader() {
        return responseHeader;
    }

    static ProtocolVersion of(JsonFields fields) throws PaymentFormatException {
        int number = fields.positiveInt("x402Version", Reason.INVALID_X402_VERSION);
        return switch (number) {
            case 1 -> V1;
            case 2 -> V2;
            default ->
                throw new PaymentFormatException(
                        Reason.INVALID_X402_VERSION, "x402Version: expected 1 or 2, found " + number);
        };
    }
}
