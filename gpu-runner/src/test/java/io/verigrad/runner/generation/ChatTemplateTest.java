package io.verigrad.runner.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.json.Json;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.generation.ChatTemplate.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The templates are those that the model families publish, shortened to conversations without tools. */
class ChatTemplateTest {
    static final String QWEN = """
            {%- if messages[0]['role'] == 'system' %}
                {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
            {%- else %}
                {{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}
            {%- endif %}
            {%- for message in messages %}
                {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
                    {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
                {%- endif %}
            {%- endfor %}
            {%- if add_generation_prompt %}
                {{- '<|im_start|>assistant\\n' }}
            {%- endif %}
            """;
    private static final String LLAMA = "{% set loop_messages = messages %}{% for message in loop_messages %}"
            + "{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'"
            + "+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}"
            + "{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

    @Test
    void writesAConversationForQwen() throws Exception {
        assertThat(template(QWEN).render(List.of(new Message("user", "Hi"))))
                .isEqualTo("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
                        + "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
        assertThat(template(QWEN).render(List.of(new Message("system", "S"), new Message("user", "Hi"))))
                .isEqualTo("<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void writesAConversationForLlama() throws Exception {
        assertThat(template(LLAMA).render(List.of(new Message("user", " Hi "), new Message("assistant", "Yo"))))
                .isEqualTo("<B><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                        + "<|start_header_id|>assistant<|end_header_id|>\n\nYo<|eot_id|>"
                        + "<|start_header_id|>assistant<|end_header_id|>\n\n");
    }

    @Test
    void neverReadsWhatPeopleWriteAsATemplate() throws Exception {
        String text = "{{ 7*7 }} {% if x %} {# c #} \\n <b> &amp; \"q\"";

        assertThat(template(QWEN).render(List.of(new Message("user", text)))).contains("user\n" + text + "<|im_end|>");
    }

    @Test
    void refusesWhatATemplateRaises() {
        assertThatThrownBy(() -> template("{{ raise_exception('no') }}").render(List.of(new Message("user", "secret"))))
                .isInstanceOf(RunException.class)
                .hasMessageNotContaining("secret");
    }

    private static ChatTemplate template(String text) {
        return ChatTemplate.of(Json.tree(Map.of("chat_template", text, "bos_token", "<B>")))
                .orElseThrow();
    }
}
