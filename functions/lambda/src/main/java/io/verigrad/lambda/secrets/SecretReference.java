package io.verigrad.lambda.secrets;

import java.util.Optional;

/**
 * A secret of AWS Secrets Manager, in the form that ECS has for it too: {@code ARN} or {@code ARN:member::}.
 *
 * @param region where the secret is
 * @param arn its whole ARN
 * @param member which member of a secret that is JSON; empty for all of it
 */
record SecretReference(String region, String arn, Optional<String> member) {
    private static final int ARN_PARTS = 7;

    /** @throws IllegalArgumentException if the text has another form; the message repeats it, as it is no secret */
    static SecretReference parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < ARN_PARTS || !parts[0].equals("arn") || !parts[2].equals("secretsmanager")) {
            throw new IllegalArgumentException(
                    "expected arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, found " + text);
        }
        String arn = String.join(":", java.util.Arrays.copyOf(parts, ARN_PARTS));
        Optional<String> member = parts.length > ARN_PARTS && !parts[ARN_PARTS].isEmpty()
                ? Optional.of(parts[ARN_PARTS])
                : Optional.empty();
        return new SecretReference(parts[3], arn, member);
    }
}
