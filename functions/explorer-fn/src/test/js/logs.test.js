import assert from "node:assert/strict";
import { test } from "node:test";
import { RememberingChain } from "../../../target/classes/META-INF/resources/verify/logs.js";
import { ChainSilent } from "../../../target/classes/META-INF/resources/verify/chain.js";

const ADDRESS = "0x" + "5".repeat(40);
const TOPIC = "0x" + "a".repeat(64);
const logAt = block => ({ address: ADDRESS, topics: [TOPIC], data: "0x", blockNumber: "0x" + block.toString(16) });

/** A node that takes spans of so many blocks, and says which it was asked for. */
function node({ head, logs, most = Infinity, branch = "b" }) {
  const spans = [];
  const answer = (method, [first]) => {
    if (method === "eth_blockNumber") return "0x" + head.toString(16);
    if (method === "eth_getBlockByNumber") return { hash: "0x" + first.slice(2).padStart(63, "0") + branch };
    const [from, to] = [Number(first.fromBlock), Number(first.toBlock)];
    if (to - from + 1 > most) return undefined;
    spans.push([from, to]);
    return logs.filter(log => Number(log.blockNumber) >= from && Number(log.blockNumber) <= to);
  };
  const fetchFunction = async (url, request) => {
    const { id, method, params } = JSON.parse(request.body);
    const result = answer(method, params);
    return { text: async () => JSON.stringify(result === undefined ? { id, error: { code: -32005, message: "span too large" } } : { id, result }) };
  };
  return { spans, fetchFunction };
}

function store() {
  const kept = new Map();
  return { getItem: key => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
}

test("asks a node that takes everything once", async () => {
  const { spans, fetchFunction } = node({ head: 5000, logs: [logAt(7), logAt(4999)] });
  const found = await new RememberingChain("http://node", { since: 5, fetchFunction }).logs(ADDRESS, [TOPIC]);
  assert.deepEqual(found.map(log => Number(log.blockNumber)), [7, 4999]);
  assert.deepEqual(spans, [[5, 5000]]);
});

test("asks in spans that the node takes, each block once", async () => {
  const { spans, fetchFunction } = node({ head: 2500, logs: [logAt(0), logAt(999), logAt(1000), logAt(2500)], most: 300 });
  const found = await new RememberingChain("http://node", { fetchFunction }).logs(ADDRESS, [TOPIC]);
  assert.deepEqual(found.map(log => Number(log.blockNumber)), [0, 999, 1000, 2500]);
  assert.ok(spans.every(([from], i) => from === (i === 0 ? 0 : spans[i - 1][1] + 1)));
});

test("asks for new blocks only, and for those again that may have been replaced", async () => {
  const kept = store();
  const first = node({ head: 1000, logs: [logAt(10), logAt(990)] });
  await new RememberingChain("http://node", { store: kept, fetchFunction: first.fetchFunction }).logs(ADDRESS, [TOPIC]);
  // Block 990 was replaced, and its log with it.
  const second = node({ head: 1100, logs: [logAt(10), logAt(995), logAt(1050)] });
  const found = await new RememberingChain("http://node", { store: kept, fetchFunction: second.fetchFunction }).logs(ADDRESS, [TOPIC]);
  assert.deepEqual(second.spans, [[937, 1100]]);
  assert.deepEqual(found.map(log => Number(log.blockNumber)), [10, 995, 1050]);
});

test("forgets what it kept of a chain that is not this one any more", async () => {
  const kept = store();
  const first = node({ head: 1000, logs: [logAt(10)] });
  await new RememberingChain("http://node", { store: kept, fetchFunction: first.fetchFunction }).logs(ADDRESS, [TOPIC]);
  const other = node({ head: 1000, logs: [logAt(20)], branch: "c" });
  const found = await new RememberingChain("http://node", { store: kept, fetchFunction: other.fetchFunction }).logs(ADDRESS, [TOPIC]);
  assert.deepEqual(found.map(log => Number(log.blockNumber)), [20]);
});

test("takes a store with nonsense for an empty one", async () => {
  const { fetchFunction } = node({ head: 10, logs: [logAt(3)] });
  for (const text of ["{", "1", '{"through":"x","logs":[]}', '{"through":"5","logs":7}', '{"through":"99999","logs":[]}']) {
    const found = await new RememberingChain("http://node", { store: { getItem: () => text, setItem() {} }, fetchFunction }).logs(ADDRESS, [TOPIC]);
    assert.deepEqual(found.map(log => Number(log.blockNumber)), [3], text);
  }
});

test("gives up on a node that takes no block, and says how far it came", async () => {
  const refuses = node({ head: 5000, logs: [], most: 0 });
  await assert.rejects(new RememberingChain("http://node", { fetchFunction: refuses.fetchFunction }).logs(ADDRESS, [TOPIC]), ChainSilent);
  const few = node({ head: 5000, logs: [], most: 2 });
  await assert.rejects(new RememberingChain("http://node", { fetchFunction: few.fetchFunction }).logs(ADDRESS, [TOPIC]), /read up to block [0-9]+ of 5000/);
});
