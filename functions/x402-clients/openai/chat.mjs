// Asks one question by the published client of OpenAI's API, as a stream.
//   node chat.mjs <base url> <model> <question>
// Prints one line of JSON: the text, the number of chunks and the finish reason.
import OpenAI from "openai";

const [baseURL, model, question] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: process.env.OPENAI_API_KEY ?? "unused" });

try {
  const stream = await client.chat.completions.create({
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: "user", content: question }],
  });
  let text = "";
  let chunks = 0;
  let finish = null;
  let usage = null;
  for await (const chunk of stream) {
    chunks += 1;
    text += chunk.choices[0]?.delta?.content ?? "";
    finish = chunk.choices[0]?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
  }
  console.log(JSON.stringify({ text, chunks, finish, usage }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message, status: error.status ?? 0, code: error.code ?? null }));
  process.exit(1);
}
