// What both clients share: the command line and the line that is printed. Knows nothing of payments.
import { readFileSync } from "node:fs";

/** Reads an argument that is either the text itself or @ and the name of a file that holds it. */
export function text(argument) {
  return argument.startsWith("@") ? readFileSync(argument.slice(1), "utf8").trimEnd() : argument;
}

/** Makes one call with the fetch that `paying` gives for a key, and prints what came back. */
export async function call(responseHeader, paying) {
  const [runner, path, body, key] = process.argv.slice(2);
  if (key === undefined) {
    console.error("usage: <runner url> <path> <body | @file> <private key | @file>");
    process.exit(2);
  }
  try {
    const response = await paying(text(key))(new URL(path, runner).href, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: text(body),
    });
    const answer = {
      status: response.status,
      body: Buffer.from(await response.arrayBuffer()).toString("base64"),
      receipt: response.headers.get("Verigrad-Receipt"),
      paymentResponse: response.headers.get(responseHeader),
      paymentRequired: response.headers.get("PAYMENT-REQUIRED"),
    };
    console.log(JSON.stringify(answer));
  } catch (error) {
    console.log(JSON.stringify({ status: 0, error: error.message }));
    process.exitCode = 1;
  }
}
