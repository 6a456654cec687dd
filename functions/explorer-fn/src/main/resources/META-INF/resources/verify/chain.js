// The chain as a node of the reader's choice tells it, over JSON-RPC.
import { addressWord, bytes, concat, hex, keccak, sameHex, utf8 } from "./bytes.js";

const PATIENCE_MS = 10_000;
const MAX_ANSWER = 4 << 20;

function topic(signature) {
  return hex(keccak(utf8(signature)));
}

export const RECEIPT_SETTLED = topic(
  "ReceiptSettled(bytes32,bytes32,address,address,address,uint256,uint256,uint256,uint256,uint256)",
);
export const RECEIPT_REJECTED = topic("ReceiptRejected(bytes32,bytes32,uint8,bytes)");
export const BATCH_SETTLED = topic("BatchSettled(bytes32,uint64,uint64)");

/** The node gave no usable answer: nothing is proved and nothing disproved. */
export class ChainSilent extends Error {}

export class Chain {
  #url;
  #fetch;
  #id = 0;

  constructor(url, fetchFunction = globalThis.fetch) {
    this.#url = url;
    this.#fetch = (...request) => fetchFunction(...request);
  }

  async ask(method, params) {
    let answer;
    try {
      const response = await this.#fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: ++this.#id, method, params }),
        signal: AbortSignal.timeout(PATIENCE_MS),
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      const text = await response.text();
      if (text.length > MAX_ANSWER) throw new Error("the answer is too large");
      answer = JSON.parse(text);
    } catch (problem) {
      throw new ChainSilent(`${method}: no usable answer from the chain (${problem.message})`);
    }
    if (answer?.error || answer?.result === undefined) {
      throw new ChainSilent(`${method}: the node refused`);
    }
    return answer.result;
  }

  async chainId() {
    return BigInt(await this.ask("eth_chainId", []));
  }

  /** The newest block: its number, and when it was made. */
  async head() {
    const { number, timestamp } = await this.ask("eth_getBlockByNumber", ["latest", false]);
    return { number: String(BigInt(number)), at: new Date(Number(timestamp) * 1000).toISOString() };
  }

  /** What a view function answers to arguments of one word each. */
  async read(to, signature, ...words) {
    const data = hex(concat(keccak(utf8(signature)).slice(0, 4), ...words));
    return this.ask("eth_call", [{ to, data }, "latest"]);
  }

  /** Everything that a contract ever logged under these topics, the oldest first. */
  async logs(address, topics) {
    const found = await this.ask("eth_getLogs", [{ address, topics, fromBlock: "earliest", toBlock: "latest" }]);
    return found.filter(log => sameHex(log.address, address) && topics.every((topic, i) => sameHex(log.topics[i], topic)));
  }

  /** The epoch of a key, or null if nobody registered it. */
  async epochOf(registry, key) {
    const selector = keccak(utf8("epochOf(address)")).slice(0, 4);
    const data = hex(selector) + hex(addressWord(key)).slice(2);
    const words = split(await this.ask("eth_call", [{ to: registry, data }, "latest"]));
    if (words.length < 6) throw new ChainSilent("eth_call: expected an epoch of six words; is the registry's address right?");
    if (words[3] === 0n) return null;
    return {
      operator: "0x" + words[0].toString(16).padStart(40, "0"),
      maxAssurance: Number(words[1]),
      validFrom: words[2],
      validUntil: words[3],
      revokedAt: words[4],
      measurementSet: "0x" + words[5].toString(16).padStart(64, "0"),
    };
  }

  /** The logs that Settlement itself wrote in a transaction, or null if it is in no block. */
  async settlementLogs(settlement, transaction) {
    const receipt = await this.ask("eth_getTransactionReceipt", [transaction]);
    if (receipt === null) return null;
    if (receipt.status !== "0x1") return [];
    return receipt.logs.filter(log => sameHex(log.address, settlement));
  }

  /** The log that settled a receipt, wherever it is; null if there is none. */
  async settledLog(settlement, receiptId) {
    const filter = { address: settlement, fromBlock: "earliest", toBlock: "latest", topics: [RECEIPT_SETTLED, receiptId] };
    const logs = await this.ask("eth_getLogs", [filter]);
    return logs.find(log => sameHex(log.address, settlement)) ?? null;
  }
}

function split(data) {
  const raw = bytes(data);
  return Array.from({ length: Math.floor(raw.length / 32) }, (_, i) => BigInt(hex(raw.slice(32 * i, 32 * i + 32))));
}

function addressOf(word) {
  return "0x" + word.toString(16).padStart(40, "0").slice(-40);
}

/** What a ReceiptSettled log says. */
export function settled(log) {
  const words = split(log.data);
  if (log.topics?.[0] !== RECEIPT_SETTLED || log.topics.length !== 4 || words.length !== 7) {
    throw new ChainSilent("expected a ReceiptSettled log");
  }
  return {
    receiptId: log.topics[1],
    paymentId: log.topics[2],
    payer: "0x" + log.topics[3].slice(-40),
    host: addressOf(words[0]),
    asset: addressOf(words[1]),
    charge: words[2],
    hostShare: words[3],
    operatorShare: words[4],
    validatorShare: words[5],
    treasuryShare: words[6],
  };
}

