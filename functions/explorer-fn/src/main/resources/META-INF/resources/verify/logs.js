// What contracts logged, read in spans that the node takes, and read once: the next look asks for new blocks only.
import { sameHex } from "./bytes.js";
import { Chain, ChainSilent } from "./chain.js";

/** Blocks that may still be replaced by others; they are read again each time. */
const UNSURE = 64n;
const MOST_SPANS = 400;
const MOST_KEPT = 2000;

const quantity = number => "0x" + number.toString(16);

export class RememberingChain extends Chain {
  #name;
  #since;
  #store;

  /**
   * @param since the block in which the first of the contracts was made
   * @param store keeps text by name, as localStorage does; null keeps nothing
   */
  constructor(url, { since = 0, store = null, fetchFunction } = {}) {
    super(url, fetchFunction);
    this.#name = url;
    this.#since = BigInt(since);
    this.#store = store;
  }

  async logs(address, topics) {
    const key = `verigrad.logs ${this.#name} ${address} ${topics.join(" ")}`.toLowerCase();
    const head = BigInt(await this.ask("eth_blockNumber", []));
    const known = await this.#known(key, head);
    const fresh = await this.#read(address, topics, known.through + 1n, head);
    const all = [...known.logs, ...fresh];
    await this.#keep(key, all, head - UNSURE);
    return all;
  }

  async #read(address, topics, first, head) {
    const found = [];
    let [from, span] = [first, head - first + 1n];
    for (let asked = 0; from <= head; asked++) {
      if (asked === MOST_SPANS) throw new ChainSilent(`eth_getLogs: the node takes too few blocks at once; read up to block ${from} of ${head}`);
      const to = from + span - 1n < head ? from + span - 1n : head;
      try {
        const part = await this.ask("eth_getLogs", [{ address, topics, fromBlock: quantity(from), toBlock: quantity(to) }]);
        found.push(...part.filter(log => sameHex(log.address, address) && topics.every((topic, i) => sameHex(log.topics[i], topic))));
        from = to + 1n;
      } catch (problem) {
        // Nodes limit spans and say so in their own words. One that refuses a single block refuses all.
        if (span <= 1n) throw problem;
        span = span > 10n ? span / 10n : 1n;
      }
    }
    return found;
  }

  /** What an earlier look kept, if the chain still has the block that it ended with. */
  async #known(key, head) {
    const nothing = { through: this.#since - 1n, logs: [] };
    try {
      const { through, hash, logs } = JSON.parse(this.#store?.getItem(key) ?? "null") ?? {};
      if (typeof through !== "string" || !Array.isArray(logs) || BigInt(through) > head) return nothing;
      const block = await this.ask("eth_getBlockByNumber", [quantity(BigInt(through)), false]);
      return block !== null && sameHex(block.hash, hash) ? { through: BigInt(through), logs } : nothing;
    } catch (problem) {
      if (problem instanceof ChainSilent) throw problem;
      return nothing;
    }
  }

  async #keep(key, logs, through) {
    if (this.#store === null || through < this.#since || logs.length > MOST_KEPT) return;
    const { hash } = await this.ask("eth_getBlockByNumber", [quantity(through), false]);
    const sure = logs.filter(log => BigInt(log.blockNumber) <= through).map(({ address, topics, data, blockNumber, transactionHash }) => ({ address, topics, data, blockNumber, transactionHash }));
    try {
      this.#store.setItem(key, JSON.stringify({ through: String(through), hash, logs: sure }));
    } catch {
      // A full store costs the next look time, and nothing else.
    }
  }
}
