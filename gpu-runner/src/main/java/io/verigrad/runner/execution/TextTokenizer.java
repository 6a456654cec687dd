package io.verigrad.runner.execution;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** A Hugging Face tokenizer from the bytes of its {@code tokenizer.json}; it cuts nothing and adds no padding. */
public final class TextTokenizer implements AutoCloseable {
    static {
        // The library reports its use to its maker, and may download, unless it is told that it is offline.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        NativeFolder.use();
    }

    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Loads a tokenizer. */
    public static TextTokenizer load(ByteBuffer json) throws RunException {
        byte[] bytes = new byte[json.remaining()];
        json.duplicate().get(bytes);
        try {
            return new TextTokenizer(HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(bytes), Map.of("padding", "false", "truncation", "false")));
        } catch (IOException | RuntimeException e) {
            throw new RunException(RunException.Cause.MODEL, "the tokenizer cannot be loaded", e);
        }
    }

    /** The ids of a text with the special tokens of the model around them. */
    public long[] encode(String text) {
        return tokenizer.encode(text, true, false).getIds();
    }

    /** The ids of a text, with the special tokens that the tokenizer puts around texts or without. */
    public long[] encode(String text, boolean special) {
        return tokenizer.encode(text, special, false).getIds();
    }

    /** A text as a model of one text reads it. */
    public EncodedText read(String text) {
        return encoded(tokenizer.encode(text, true, false));
    }

    /** Two texts as a model of pairs reads them. */
    public EncodedText read(String first, String second) {
        return encoded(tokenizer.encode(first, second, true, false));
    }

    private static EncodedText encoded(Encoding encoding) {
        return new EncodedText(encoding.getIds(), encoding.getTypeIds());
    }

    /** The text of ids, without special tokens. */
    public String decode(long[] ids) {
        return tokenizer.decode(ids, true);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
