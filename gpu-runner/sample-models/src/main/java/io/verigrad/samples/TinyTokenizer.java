package io.verigrad.samples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;

/** The files beside {@link TinyDecoder}, in the form of the Hugging Face libraries. Its tokens are bytes and a few words. */
final class TinyTokenizer {
    static final String TEMPLATE = "{%- for message in messages %}\n"
            + "    {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}\n"
            + "{%- endfor %}\n"
            + "{%- if add_generation_prompt %}\n"
            + "    {{- '<|im_start|>assistant\\n' }}\n"
            + "{%- endif %}\n";

    private TinyTokenizer() {}

    static byte[] tokenizer() {
        ObjectNode json = json();
        return Json.write(json);
    }

    /** The same tokens; of a pair of texts the second has another type, and a token lies between them. */
    static byte[] pairTokenizer() {
        ObjectNode json = json();
        ObjectNode processor = json.putObject("post_processor").put("type", "TemplateProcessing");
        sequence(processor.putArray("single"), "A", 0);
        ArrayNode pair = processor.putArray("pair");
        sequence(pair, "A", 0);
        pair.addObject().putObject("SpecialToken").put("id", "<|im_end|>").put("type_id", 0);
        sequence(pair, "B", 1);
        ObjectNode special =
                processor.putObject("special_tokens").putObject("<|im_end|>").put("id", "<|im_end|>");
        special.putArray("ids").add(TinyDecoder.END);
        special.putArray("tokens").add("<|im_end|>");
        return Json.write(json);
    }

    private static void sequence(ArrayNode template, String id, int type) {
        template.addObject().putObject("Sequence").put("id", id).put("type_id", type);
    }

    private static ObjectNode json() {
        ObjectNode json = object().put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        added.add(added(TinyDecoder.START, "<|im_start|>", true));
        added.add(added(TinyDecoder.END, "<|im_end|>", true));
        for (int i = 0; i < TinyDecoder.WORDS.size(); i++) {
            added.add(added(TinyDecoder.FIRST_WORD + i, TinyDecoder.WORDS.get(i), false));
        }
        json.putNull("normalizer");
        json.set("pre_tokenizer", byteLevel());
        json.putNull("post_processor");
        json.set("decoder", byteLevel());
        ObjectNode model = json.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix").put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        int shifted = 256;
        for (int i = 0; i < TinyDecoder.BYTES; i++) {
            boolean printable = (i >= '!' && i <= '~') || (i >= 0xa1 && i <= 0xac) || (i >= 0xae && i <= 0xff);
            vocabulary.put(Character.toString(printable ? i : shifted++), i);
        }
        model.putArray("merges");
        return json;
    }

    static byte[] config() {
        ObjectNode json = object().put("model_type", "llama");
        json.put("hidden_size", TinyDecoder.HIDDEN)
                .put("num_attention_heads", TinyDecoder.HEADS)
                .put("num_key_value_heads", 1)
                .put("head_dim", TinyDecoder.HEAD)
                .put("num_hidden_layers", TinyDecoder.LAYERS)
                .put("vocab_size", TinyDecoder.VOCABULARY)
                .put("max_position_embeddings", TinyDecoder.POSITIONS)
                .put("eos_token_id", TinyDecoder.END);
        return Json.write(json);
    }

    static byte[] generationConfig() {
        ObjectNode json = object().put("do_sample", false);
        json.putArray("eos_token_id").add(TinyDecoder.END);
        return Json.write(json);
    }

    static byte[] tokenizerConfig() {
        return Json.write(object().put("eos_token", "<|im_end|>").put("chat_template", TEMPLATE));
    }

    private static ObjectNode byteLevel() {
        return object().put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", false);
    }

    private static ObjectNode added(int id, String content, boolean special) {
        return object().put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", special);
    }

    private static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }
}
