// Who validates, with how much behind it, and what is voted on: read from the chain itself.
import { addressWord, bytes, hex, keccak, utf8, word } from "./bytes.js";

const WEIGHT_CHANGED = hex(keccak(utf8("ValidatorWeightChanged(address,uint256)")));
const SLASHED = hex(keccak(utf8("Slashed(address,address,uint256,uint256)")));
const PROPOSED = hex(keccak(utf8("ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)")));
const GRANTED = hex(keccak(utf8("Granted(uint256,address,uint256,uint256,address)")));
const STATES = ["pending", "active", "cancelled", "defeated", "succeeded", "queued", "expired", "executed"];
const MAX_DESCRIPTION = 2000;

function wordAt(data, index) {
  const raw = bytes(data);
  if (raw.length < 32 * (index + 1)) throw new RangeError(`expected ${index + 1} words, found ${raw.length} bytes`);
  return BigInt(hex(raw.slice(32 * index, 32 * index + 32)));
}

/** The text that begins at an offset of ABI data; nothing where it does not fit in. */
function textAt(data, offset) {
  const raw = bytes(data);
  const start = Number(offset);
  if (!Number.isSafeInteger(start) || start + 32 > raw.length) return "";
  const length = BigInt(hex(raw.slice(start, start + 32)));
  if (length > BigInt(raw.length - start - 32)) return "";
  return new TextDecoder().decode(raw.slice(start + 32, start + 32 + Number(length))).slice(0, MAX_DESCRIPTION);
}

/** Everybody who ever had stake of its own behind itself, the heaviest first. */
export async function validators(chain, staking) {
  const [changes, slashes] = await Promise.all([chain.logs(staking, [WEIGHT_CHANGED]), chain.logs(staking, [SLASHED])]);
  const names = [...new Set(changes.map(log => "0x" + log.topics[1].slice(-40)))];
  const all = await Promise.all(names.map(async name => {
    const [pool, votes] = await Promise.all([chain.read(staking, "poolOf(address)", addressWord(name)), chain.read(staking, "getVotes(address)", addressWord(name))]);
    const faults = slashes.filter(log => log.topics[1].endsWith(name.slice(2)));
    return {
      name,
      stake: wordAt(pool, 0),
      thawing: wordAt(pool, 3),
      commissionBps: Number(wordAt(pool, 6)),
      active: wordAt(pool, 7) === 1n,
      votes: wordAt(votes, 0),
      faults: faults.length,
      lost: faults.reduce((sum, log) => sum + wordAt(log.data, 0) + wordAt(log.data, 1), 0n),
    };
  }));
  return all.sort((a, b) => (a.stake < b.stake ? 1 : -1));
}

/** How many tokens there are, and how many of them the staking contract holds. */
export async function supply(chain, token, staking) {
  const [total, staked] = await Promise.all([chain.read(token, "totalSupply()"), chain.read(token, "balanceOf(address)", addressWord(staking))]);
  return { total: wordAt(total, 0), staked: wordAt(staked, 0) };
}

/** Every proposal, the newest first. */
export async function proposals(chain, governor) {
  const made = await chain.logs(governor, [PROPOSED]);
  const all = await Promise.all(made.map(async ({ data }) => {
    const id = wordAt(data, 0);
    const [state, votes] = await Promise.all([chain.read(governor, "state(uint256)", word(id)), chain.read(governor, "proposalVotes(uint256)", word(id))]);
    return {
      id: "0x" + id.toString(16).padStart(64, "0"),
      proposer: "0x" + wordAt(data, 1).toString(16).padStart(40, "0"),
      description: textAt(data, wordAt(data, 8)),
      state: STATES[Number(wordAt(state, 0))] ?? "unknown",
      against: wordAt(votes, 0),
      inFavour: wordAt(votes, 1),
      abstained: wordAt(votes, 2),
    };
  }));
  return all.reverse();
}

/** What was granted at the start and is not free at once: one entry for each wallet, in the order of the table. */
export async function vesting(chain, genesis, token) {
  const grants = (await chain.logs(genesis, [GRANTED])).filter(({ data }) => wordAt(data, 1) !== 0n);
  return Promise.all(grants.map(async ({ data }) => {
    const wallet = "0x" + wordAt(data, 2).toString(16).padStart(40, "0");
    const ask = async (signature, ...words) => wordAt(await chain.read(wallet, signature, ...words), 0);
    const [owner, start, cliff, end, released, releasable] = await Promise.all([
      ask("owner()"), ask("start()"), ask("cliff()"), ask("end()"), ask("released(address)", addressWord(token)), ask("releasable(address)", addressWord(token)),
    ]);
    return { wallet, beneficiary: "0x" + owner.toString(16).padStart(40, "0"), total: wordAt(data, 1), released, releasable, start: Number(start), cliff: Number(cliff), end: Number(end) };
  }));
}
