package io.verigrad.runner.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.OnnxEngine;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.generation.ChatTemplate.Message;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.samples.SampleModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small decoder with the files that Optimum writes beside models of the Qwen family, all members of theirs left in. */
class QwenFilesTest {
    private static final String QWEN2 = """
            {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 256, "eos_token_id": 3,
             "hidden_act": "silu", "hidden_size": 64, "initializer_range": 0.02, "intermediate_size": 96,
             "max_position_embeddings": 512, "max_window_layers": 2, "model_type": "qwen2", "num_attention_heads": 2,
             "num_hidden_layers": 2, "num_key_value_heads": 1, "rms_norm_eps": 1e-06, "rope_theta": 10000.0,
             "sliding_window": 512, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
             "transformers_version": "4.43.1", "use_cache": true, "use_sliding_window": false, "vocab_size": 269}
            """;
    /** Its heads are wider than the hidden size divided by their number. */
    private static final String QWEN3 = """
            {"architectures": ["Qwen3ForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
             "bos_token_id": 256, "eos_token_id": 3, "head_dim": 32, "hidden_act": "silu", "hidden_size": 48,
             "initializer_range": 0.02, "intermediate_size": 96, "max_position_embeddings": 512,
             "max_window_layers": 2, "model_type": "qwen3", "num_attention_heads": 2, "num_hidden_layers": 2,
             "num_key_value_heads": 1, "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 1000000,
             "sliding_window": null, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
             "transformers_version": "4.51.0", "use_cache": true, "use_sliding_window": false, "vocab_size": 269}
            """;

    private static final String GENERATION = """
            {"bos_token_id": 256, "do_sample": true, "eos_token_id": [257, 256], "pad_token_id": 256,
             "repetition_penalty": 1.1, "temperature": 0.7, "top_k": 20, "top_p": 0.8,
             "transformers_version": "4.37.0"}
            """;

    @TempDir
    Path store;

    @BeforeEach
    void write() throws Exception {
        SampleModels.writeTo(store, SampleModels.DECODER);
        replace("generation_config.json", GENERATION);
        ObjectNode tokenizer = Json.mapper().createObjectNode();
        tokenizer.put("add_prefix_space", false).put("clean_up_tokenization_spaces", false);
        tokenizer
                .putObject("added_tokens_decoder")
                .putObject("257")
                .put("content", "<|im_end|>")
                .put("special", true);
        tokenizer.putArray("additional_special_tokens").add("<|im_start|>").add("<|im_end|>");
        tokenizer
                .putNull("bos_token")
                .put("eos_token", "<|im_end|>")
                .putNull("unk_token")
                .put("errors", "replace");
        tokenizer.put("model_max_length", 131072).put("tokenizer_class", "Qwen2Tokenizer");
        tokenizer.put("chat_template", ChatTemplateTest.QWEN);
        replace("tokenizer_config.json", new String(Json.write(tokenizer), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {QWEN2, QWEN3})
    void loadsAndChats(String config) throws Exception {
        replace("config.json", config);
        try (OnnxEngine engine = OnnxEngine.start(1)) {
            TextGenerator generator = generator(engine);

            String conversation = generator.template().orElseThrow().render(List.of(new Message("user", "Hi")));
            assertThat(conversation)
                    .startsWith("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n")
                    .endsWith("<|im_start|>assistant\n");
            Generated generated =
                    generator.generate(generator.encode(conversation), new Sampling(0, 1, 0, 0, 100, List.of()));
            assertThat(generated.text()).isEqualTo("Every answer here carries a receipt that anybody can check.");
            // The list of generation_config.json ends a text, not the one token of config.json.
            assertThat(generated.finish()).isEqualTo(Finish.COMPLETE);
            assertThat(generator.context()).isEqualTo(512);
        }
    }

    @Test
    void refusesAFamilyThatItDoesNotKnow() throws Exception {
        replace("config.json", QWEN2.replace("\"qwen2\"", "\"gpt2\""));
        try (OnnxEngine engine = OnnxEngine.start(1)) {
            assertThatThrownBy(() -> generator(engine))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("found gpt2");
        }
    }

    private TextGenerator generator(OnnxEngine engine) throws Exception {
        return TextGenerator.of(new Models(engine, ModelStore.open(store))
                .find(SampleModels.DECODER)
                .orElseThrow());
    }

    private void replace(String name, String content) throws Exception {
        Path folder = store.resolve(SampleModels.DECODER);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve(name), bytes);
        Path manifest = folder.resolve("manifest.json");
        ObjectNode json = Json.read(Files.readAllBytes(manifest), ObjectNode.class);
        json.withObject("/files")
                .putObject(name)
                .put("sha256", Sha256.hash(bytes).toString())
                .put("size", bytes.length);
        Files.write(manifest, Json.write(json));
    }
}
