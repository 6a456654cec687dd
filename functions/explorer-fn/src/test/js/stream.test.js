import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytes, utf8 } from "../../../target/classes/META-INF/resources/verify/bytes.js";
import { EventReader, HashChain, StreamCheck } from "../../../target/classes/META-INF/resources/verify/stream.js";
import { NETWORK, sign, signedReceipt } from "./receipts.js";

const vectors = JSON.parse(readFileSync(new URL("../../../../../contracts/vectors/verigrad.json", import.meta.url), "utf8"));
const REQUEST = "0x" + "1".repeat(64);
const DOMAIN = { name: "Verigrad", version: "1", chainId: 84532, verifyingContract: NETWORK.settlement };
const OTHER_KEY = bytes("0x" + "33".repeat(32));

/** A stream of some events, as a runner writes it; `spoil` may change what is sent. */
function written(count = 20, spoil = lines => lines, key = undefined) {
  const chain = new HashChain(REQUEST);
  const lines = [];
  for (let i = 0; i < count; i++) {
    const verigrad = { link: chain.last };
    if (i > 0 && i % 16 === 0) {
      const link = { requestHash: REQUEST, link: chain.last, events: String(i), inputUnits: "5", outputUnits: String(i) };
      verigrad.signed = { link, signature: sign("StreamLink", link, DOMAIN, key) };
    }
    const data = JSON.stringify({ choices: [{ delta: { content: `w${i} ` } }], verigrad });
    chain.append(utf8(data));
    lines.push(`data: ${data}`);
  }
  const receipt = signedReceipt({ requestHash: REQUEST, responseHash: chain.last });
  lines.push(`data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 3 }, verigrad: { receipt } })}`, "data: [DONE]");
  return spoil(lines).map(line => `${line}\n\n`).join("");
}

function read(text, size = text.length) {
  const reader = new EventReader();
  const check = new StreamCheck(REQUEST, DOMAIN);
  const all = utf8(text);
  for (let at = 0; at < all.length; at += size) {
    for (const data of reader.read(all.slice(at, at + size))) check.event(data);
  }
  return { check, problems: check.atEnd(reader.cut) };
}

test("chains the events of each vector", () => {
  for (const { requestHash, events, links } of vectors.streams) {
    const chain = new HashChain(requestHash);
    assert.equal(chain.last, links[0]);
    events.forEach((event, i) => {
      chain.append(event.startsWith("0x") ? bytes(event) : utf8(event));
      assert.equal(chain.last, links[i + 1]);
    });
  }
});

test("follows a whole stream, in whatever pieces it comes", () => {
  for (const size of [1, 7, 100_000]) {
    const { check, problems } = read(written(), size);
    assert.deepEqual(problems, []);
    assert.equal(check.events, 20);
    assert.equal(check.signedEvents, 16);
  }
});

const SPOILED = [
  ["a word", /another link|about other events|another answer/, lines => lines.map(line => line.replace("w3 ", "x3 "))],
  ["a lost event", /another link/, lines => lines.toSpliced(5, 1)],
  ["a repeated event", /another link/, lines => lines.toSpliced(5, 0, lines[4])],
  ["the last word", /another answer/, lines => lines.map(line => line.replace("w19", "x19"))],
  ["no receipt", /cut/, lines => lines.toSpliced(-2, 1)],
  ["no end", /cut/, lines => lines.slice(0, -1)],
  ["events after the end", /after the end/, lines => [...lines, lines[0]]],
  ["another usage", /usage of 5 and 3/, lines => lines.map(line => line.replace('"completion_tokens":3', '"completion_tokens":4'))],
  ["a field that readers of events know", /one line of data/, lines => [...lines.slice(0, 1), "event: x\n" + lines[1], ...lines.slice(2)]],
  ["data in two lines", /one line of data/, lines => lines.map((line, i) => (i === 2 ? `${line}\ndata: {}` : line))],
  ["something that is no JSON", /not JSON/, lines => ["data: <b>", ...lines]],
];

for (const [what, problem, spoil] of SPOILED) {
  test(`refuses a stream with ${what}`, () => assert.match(read(written(20, spoil)).problems.join("; "), problem));
}

test("refuses links that another key signed than the receipt", () => {
  assert.match(read(written(20, lines => lines, OTHER_KEY)).problems.join("; "), /more than one key/);
});

test("passes over comments", () => {
  assert.deepEqual(read(written(3, lines => [": waiting", ...lines])).problems, []);
});

test("does not gather an event without end", () => {
  assert.throws(() => read("data: " + "x".repeat((1 << 20) + 1)), /larger than/);
});
