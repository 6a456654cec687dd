// Embeds one text by the published client of OpenAI's API, which knows nothing of payments and receipts.
//   node embed.mjs <base url> <model> <text>
// Prints one line of JSON: the models, the length of the vector, its first numbers, and what the answer says of its receipt.
import OpenAI from "openai";

const [baseURL, model, text] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: process.env.OPENAI_API_KEY ?? "unused" });

try {
  const models = [];
  for await (const each of client.models.list()) {
    models.push(each.id);
  }
  const { data, response } = await client.embeddings.create({ model, input: text }).withResponse();
  const vector = data.data[0].embedding;
  console.log(
    JSON.stringify({
      models,
      size: vector.length,
      start: vector.slice(0, 4),
      usage: data.usage,
      receipt: response.headers.get("verigrad-receipt-id"),
    }),
  );
} catch (error) {
  console.log(JSON.stringify({ error: error.message, status: error.status ?? 0, code: error.code ?? null }));
  process.exit(1);
}
