package io.verigrad.runner.forward;

import java.util.Set;

/** A function of OpenAI's API that is forwarded, and the parameters that it may have. */
public enum Function {
    CHAT(
            "/chat/completions",
            "max_completion_tokens",
            Set.of("messages"),
            Set.of(
                    "messages",
                    "max_tokens",
                    "max_completion_tokens",
                    "temperature",
                    "top_p",
                    "n",
                    "stop",
                    "seed",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "top_logprobs",
                    "response_format",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "reasoning_effort")),
    COMPLETION(
            "/completions",
            "max_tokens",
            Set.of("prompt"),
            Set.of(
                    "prompt",
                    "suffix",
                    "echo",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "n",
                    "stop",
                    "seed",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs")),
    EMBEDDING("/embeddings", "", Set.of("input"), Set.of("input", "encoding_format", "dimensions"));

    private final String path;
    private final String limit;
    private final Set<String> content;
    private final Set<String> parameters;

    Function(String path, String limit, Set<String> content, Set<String> parameters) {
        this.path = path;
        this.limit = limit;
        this.content = content;
        this.parameters = parameters;
    }

    /** Below the base of an upstream. */
    String path() {
        return path;
    }

    /** The parameter that bounds the length of an answer; empty where answers have none. */
    String limit() {
        return limit;
    }

    /** Whether a member is content, which the parameters hash of a receipt leaves out. */
    boolean isContent(String member) {
        return content.contains(member);
    }

    boolean knows(String member) {
        return parameters.contains(member);
    }
}
