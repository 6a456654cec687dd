// Chats, completes and embeds by the published client of OpenAI's API, which pays by the published client of x402.
//   node direct.mjs <runner url> <chat model> <embedding model> <private key | @file>
// Prints one line of JSON: what each call gave.
import { readFileSync } from "node:fs";
import { wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { privateKeyToAccount } from "viem/accounts";
import OpenAI from "openai";

const [runner, model, embedder, secret] = process.argv.slice(2);
const key = secret.startsWith("@") ? readFileSync(secret.slice(1), "utf8").trim() : secret;
const client = new OpenAI({
  baseURL: `${runner}/v1`,
  apiKey: "unused",
  maxRetries: 0,
  fetch: wrapFetchWithPaymentFromConfig(fetch, {
    schemes: [{ network: "eip155:*", client: new ExactEvmScheme(privateKeyToAccount(key)) }],
  }),
});
const messages = [{ role: "user", content: "hello" }];

async function read(stream, text) {
  const result = { text: "", chunks: 0, finish: null, usage: null, receipt: null };
  for await (const chunk of stream) {
    result.chunks += 1;
    result.text += text(chunk) ?? "";
    result.finish = chunk.choices[0]?.finish_reason ?? result.finish;
    result.usage = chunk.usage ?? result.usage;
    result.receipt = chunk.verigrad?.receipt ?? result.receipt;
  }
  return result;
}

const chat = await client.chat.completions.create({ model, messages, temperature: 0 });
const streamed = await read(
  await client.chat.completions.create({ model, messages, temperature: 0, stream: true, stream_options: { include_usage: true } }),
  (chunk) => chunk.choices[0]?.delta?.content,
);
const plain = await read(
  await client.completions.create({ model, prompt: "\n", temperature: 0, stream: true, max_tokens: 3 }),
  (chunk) => chunk.choices[0]?.text,
);
const embedding = await client.embeddings.create({ model: embedder, input: "hello" });
let refusal = null;
try {
  await client.chat.completions.create({ model, messages, logprobs: true });
} catch (error) {
  refusal = { status: error.status, code: error.code, param: error.param };
}
console.log(
  JSON.stringify({
    chat: { text: chat.choices[0].message.content, finish: chat.choices[0].finish_reason, usage: chat.usage },
    streamed,
    plain,
    embedding: embedding.data[0].embedding.length,
    refusal,
  }),
);
