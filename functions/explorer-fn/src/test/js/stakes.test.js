import assert from "node:assert/strict";
import { test } from "node:test";
import { addressWord, bytes, concat, hex, keccak, utf8, word } from "../../../target/classes/META-INF/resources/verify/bytes.js";
import { Chain } from "../../../target/classes/META-INF/resources/verify/chain.js";
import { proposals, supply, validators, vesting } from "../../../target/classes/META-INF/resources/verify/stakes.js";

const STAKING = "0x" + "5".repeat(40);
const [ONE, OTHER] = ["0x" + "1".repeat(40), "0x" + "2".repeat(40)];
const topic = signature => hex(keccak(utf8(signature)));
const selector = signature => topic(signature).slice(0, 10);
const log = (signature, topics, ...words) => ({ address: STAKING, topics: [topic(signature), ...topics], data: hex(concat(...words)) });
const text = content => concat(word(content.length), utf8(content), new Uint8Array((32 - (content.length % 32)) % 32));

/** A chain with these logs, and with these answers by function and first argument. */
function chain(logs, answers) {
  return new Chain("http://node", async (url, request) => {
    const { id, method, params } = JSON.parse(request.body);
    const result = method === "eth_getLogs"
      ? logs.filter(one => one.topics[0] === params[0].topics[0])
      : answers[params[0].data.slice(0, 10)](params[0].data);
    return { text: async () => JSON.stringify({ jsonrpc: "2.0", id, result }) };
  });
}

const weight = name => log("ValidatorWeightChanged(address,uint256)", [hex(addressWord(name))], word(7));
const pool = (tokens, active) => hex(concat(word(tokens), word(1), word(0), word(3), word(0), word(0), word(500), word(active)));

test("reads validators with stake, votes and faults, the heaviest first", async () => {
  const slashed = log("Slashed(address,address,uint256,uint256)", [hex(addressWord(ONE)), hex(addressWord(OTHER))], word(5), word(2));
  const found = await validators(chain([weight(ONE), weight(OTHER), weight(ONE), slashed, slashed], {
    [selector("poolOf(address)")]: data => (data.endsWith(ONE.slice(2)) ? pool(10, 0) : pool(90, 1)),
    [selector("getVotes(address)")]: () => hex(word(4)),
  }), STAKING);
  assert.deepEqual(found.map(({ name, stake, active, faults, lost }) => [name, stake, active, faults, lost]), [[OTHER, 90n, true, 0, 0n], [ONE, 10n, false, 2, 14n]]);
  assert.deepEqual([found[0].votes, found[0].thawing, found[0].commissionBps], [4n, 3n, 500]);
});

test("believes no log of another contract or topic", async () => {
  const foreign = { ...weight(ONE), address: OTHER };
  const lying = new Chain("http://node", async (url, request) => ({ text: async () => JSON.stringify({ id: JSON.parse(request.body).id, result: [foreign, log("Other()", [])] }) }));
  assert.deepEqual(await validators(lying, STAKING), []);
});

test("reads the supply", async () => {
  const answers = { [selector("totalSupply()")]: () => hex(word(100)), [selector("balanceOf(address)")]: () => hex(word(40)) };
  assert.deepEqual(await supply(chain([], answers), ONE, STAKING), { total: 100n, staked: 40n });
});

const PROPOSED = "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)";
const head = offset => [word(9), addressWord(ONE), word(0), word(0), word(0), word(0), word(1), word(2), word(offset)];
const decided = { [selector("state(uint256)")]: () => hex(word(7)), [selector("proposalVotes(uint256)")]: () => hex(concat(word(1), word(2), word(3))) };

test("reads proposals with their state and votes", async () => {
  const [found] = await proposals(chain([log(PROPOSED, [], ...head(288), text("Raise the share"))], decided), STAKING);
  assert.deepEqual(found, { id: "0x" + "9".padStart(64, "0"), proposer: ONE, description: "Raise the share", state: "executed", against: 1n, inFavour: 2n, abstained: 3n });
});

test("takes a description that is not there, or longer than the log, for none", async () => {
  for (const rest of [[], [word(1n << 255n)], [word(1000), bytes("0x41")]]) {
    const [found] = await proposals(chain([log(PROPOSED, [], ...head(288), ...rest)], decided), STAKING);
    assert.equal(found.description, "");
  }
});

test("reads what vests, and leaves out what was free at once", async () => {
  const granted = (index, vests, wallet) => log("Granted(uint256,address,uint256,uint256,address)", [hex(word(index)), hex(addressWord(ONE))], word(5), word(vests), addressWord(wallet));
  const answers = Object.fromEntries(Object.entries({ "owner()": ONE, "start()": 100, "cliff()": 200, "end()": 300, "released(address)": 7, "releasable(address)": 3 })
    .map(([signature, value]) => [selector(signature), () => hex(typeof value === "string" ? addressWord(value) : word(value))]));
  const found = await vesting(chain([granted(0, 40, OTHER), granted(1, 0, "0x" + "0".repeat(40))], answers), STAKING, ONE);
  assert.deepEqual(found, [{ wallet: OTHER, beneficiary: ONE, total: 40n, released: 7n, releasable: 3n, start: 100, cliff: 200, end: 300 }]);
});
