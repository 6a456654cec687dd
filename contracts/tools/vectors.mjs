// Writes vectors/verigrad.json: what Solidity, Java and the browser must all compute, made by viem and not by our code.
// Usage: node tools/vectors.mjs [--check]   (--check compares with the file and changes nothing)
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { concat, encodeAbiParameters, hashDomain, hashStruct, hashTypedData, hexToBytes, keccak256, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const FILE = new URL("../vectors/verigrad.json", import.meta.url);
// Second account of every anvil and hardhat chain: public, worthless.
const PRIVATE_KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const CHAIN_ID = 84532;
const PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
const USDC = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
const account = privateKeyToAccount(PRIVATE_KEY);

const TYPES = {
  Receipt:
    "Receipt(bytes32 requestHash,bytes32 responseHash,bytes32 modelDigest,bytes32 parametersHash,bytes32 runtimeDigest,bytes32 offerHash,bytes32 paymentId,bytes32 clientNonce,address payer,address payTo,address asset,address enclaveKey,uint128 cap,uint128 charge,uint64 inputUnits,uint64 outputUnits,uint64 sequence,uint64 issuedAt,uint8 scheme,uint8 finish,uint8 assurance)",
  Offer:
    "Offer(bytes32 modelDigest,address payTo,address asset,uint128 flatPrice,uint128 inputUnitPrice,uint128 outputUnitPrice,uint8 minAssurance,uint64 expiresAt)",
  Appraisal: "Appraisal(bytes32 batchRoot,uint64 count,bytes32 policyDigest,uint64 appraisedAt)",
  EnclaveRegistration:
    "EnclaveRegistration(address enclaveKey,bytes32 measurementSet,bytes32 evidenceDigest,bytes32 policyDigest,address operator,uint8 maxAssurance,uint64 validFrom,uint64 validUntil)",
  ReceiptRoot:
    "ReceiptRoot(bytes32 root,uint128 sum,uint64 count,address payTo,address asset,address enclaveKey,uint64 issuedAt)",
  ChannelRefund: "ChannelRefund(bytes32 channelId,uint256 nonce,uint128 totalClaimed,uint128 amount,uint64 appraisedAt)",
  StrayStatement:
    "StrayStatement(bytes32 transactionHash,uint64 logIndex,bytes32 paymentId,bytes32 receiptId,address payer,address host,address asset,uint256 amount,uint64 validBefore,uint64 statedAt)",
  Heartbeat: "Heartbeat(address enclaveKey,uint64 time)",
  StreamLink: "StreamLink(bytes32 requestHash,bytes32 link,uint64 events,uint64 inputUnits,uint64 outputUnits)",
  RunnerCall: "RunnerCall(string function,bytes32 bodyHash,uint64 issuedAt)",
};

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part.startsWith("0x") ? hexToBytes(part) : Buffer.from(part, "utf8"));
  return `0x${hash.digest("hex")}`;
};
const utf8 = (text) => toHex(Buffer.from(text, "utf8"));
const word = (label) => sha256(utf8(label));
const address = (label) => `0x${word(label).slice(26)}`;
const SETTLEMENT = address("settlement");
const REGISTRY = address("enclave registry");
const REQUESTS = address("inference requests");
const ZERO = `0x${"00".repeat(32)}`;

function members(type) {
  const [, list] = /\((.*)\)/.exec(TYPES[type]);
  return list.split(",").map((member) => {
    const [solidity, name] = member.split(" ");
    return { name, type: solidity };
  });
}

async function message(name, type, verifyingContract, values, domainName = "Verigrad") {
  const domain = { name: domainName, version: "1", chainId: CHAIN_ID, verifyingContract };
  const types = { [type]: members(type) };
  const typed = { domain, types, primaryType: type, message: values };
  const domainTypes = [
    { name: "name", type: "string" },
    { name: "version", type: "string" },
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
  ];
  return {
    name,
    type,
    encodeType: TYPES[type],
    domain,
    message: values,
    typeHash: keccak256(utf8(TYPES[type])),
    domainSeparator: hashDomain({ domain, types: { EIP712Domain: domainTypes } }),
    structHash: hashStruct({ data: values, primaryType: type, types }),
    digest: hashTypedData(typed),
    signature: await account.signTypedData(typed),
  };
}

const paymentIdOf = (kind, chainId, verifier, from, nonce) =>
  keccak256(
    encodeAbiParameters(
      ["uint8", "uint256", "address", "address", "uint256"].map((type) => ({ type })),
      [kind, BigInt(chainId), verifier, from, BigInt(nonce)],
    ),
  );

/** Kind 1 is EIP-3009, whose verifier is the token; 4 a contract's request, whose nonce is the request id. */
const payment = (kind, chainId, verifier, from, nonce) => ({
  kind,
  chainId,
  verifier,
  from,
  nonce,
  paymentId: paymentIdOf(kind, chainId, verifier, from, nonce),
});

function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  const next = [];
  for (let i = 0; i < leaves.length; i += 2) {
    if (i + 1 === leaves.length) next.push(leaves[i]);
    else next.push(keccak256(concat([leaves[i], leaves[i + 1]].sort())));
  }
  return rootOf(next);
}

const words = (types, values) => keccak256(encodeAbiParameters(types.map((type) => ({ type })), values));

/** Payment id of kind 3: a place in a channel. */
const channelPaymentId = (channelId, cumulativeBefore) =>
  words(["uint8", "bytes32", "uint128"], [3, channelId, BigInt(cumulativeBefore)]);

const sumParent = (left, right) => ({
  hash: words(
    ["bytes32", "uint256", "uint256", "bytes32", "uint256", "uint256"],
    [left.hash, left.sum, left.count, right.hash, right.sum, right.count],
  ),
  sum: left.sum + right.sum,
  count: left.count + right.count,
});

function sumRoot(nodes) {
  if (nodes.length === 1) return nodes[0];
  const next = [];
  for (let i = 0; i < nodes.length; i += 2) next.push(i + 1 < nodes.length ? sumParent(nodes[i], nodes[i + 1]) : nodes[i]);
  return sumRoot(next);
}

/** One commit: channels with the charges of their receipts, whose ids are made up. */
function receiptSum(name, channels) {
  const rows = channels.map(({ cumulativeBefore, charges }, i) => {
    const channelId = word(`${name} channel ${i}`);
    let cumulative = BigInt(cumulativeBefore);
    const receipts = charges.map((charge, j) => {
      const paymentId = channelPaymentId(channelId, cumulative);
      cumulative += BigInt(charge);
      return { id: word(`${name} receipt ${i} ${j}`), charge, paymentId };
    });
    const top = sumRoot(receipts.map(({ id, charge }) => ({ hash: id, sum: BigInt(charge), count: 1n })));
    return { channelId, cumulativeBefore, receipts, receiptRoot: top.hash, sum: `${top.sum}`, count: `${top.count}` };
  });
  const leaves = rows.map(({ channelId, cumulativeBefore, receiptRoot, sum, count }) => ({
    hash: words(
      ["bytes32", "uint256", "bytes32", "uint256", "uint256"],
      [channelId, BigInt(cumulativeBefore), receiptRoot, BigInt(sum), BigInt(count)],
    ),
    sum: BigInt(sum),
    count: BigInt(count),
  }));
  const top = sumRoot(leaves);
  return { channels: rows, root: top.hash, sum: `${top.sum}`, count: `${top.count}` };
}

function request(method, path, body) {
  return { method, path, body: utf8(body), requestHash: sha256(utf8(method), "0x20", utf8(path), "0x0a", utf8(body)) };
}

function stream(requestHash, events) {
  const links = [sha256(utf8("verigrad-stream-v1"), requestHash)];
  for (const event of events) links.push(sha256(links.at(-1), sha256(utf8(event))));
  return { tag: "verigrad-stream-v1", requestHash, events, links };
}

const offer = {
  modelDigest: word("model manifest"),
  payTo: address("vault"),
  asset: USDC,
  flatPrice: "1000",
  inputUnitPrice: "3",
  outputUnitPrice: "15",
  minAssurance: 0,
  expiresAt: "1790003600",
};
const offerVector = await message("offer", "Offer", SETTLEMENT, offer);
const requests = [
  request("POST", "/v1/embeddings", '{"model":"all-minilm-l6-v2","input":"a trust layer"}'),
  request("POST", "/v2/models/iris/infer", '{"text":"Grüße, 世界 🌍"}'),
  request("GET", "/v1/models", ""),
];
const answer = '{"object":"list","data":[]}';
const nonce = sha256(requests[0].requestHash, word("client nonce"));
const payer = account.address;
const receipt = {
  requestHash: requests[0].requestHash,
  responseHash: sha256(utf8(answer)),
  modelDigest: word("model manifest"),
  parametersHash: word("parameters"),
  runtimeDigest: word("runtime"),
  offerHash: offerVector.structHash,
  paymentId: paymentIdOf(1, CHAIN_ID, USDC, payer, nonce),
  clientNonce: word("client nonce"),
  payer,
  payTo: address("vault"),
  asset: USDC,
  enclaveKey: account.address,
  cap: "1000",
  charge: "1000",
  inputUnits: "5",
  outputUnits: "0",
  sequence: "1",
  issuedAt: "1790000000",
  scheme: 1,
  finish: 0,
  assurance: 0,
};
const largest = {
  ...receipt,
  clientNonce: ZERO,
  cap: (2n ** 128n - 1n).toString(),
  charge: (2n ** 128n - 2n).toString(),
  // Values end where Java's long does.
  inputUnits: (2n ** 63n - 1n).toString(),
  outputUnits: (2n ** 63n - 2n).toString(),
  sequence: (2n ** 63n - 3n).toString(),
  issuedAt: (2n ** 63n - 4n).toString(),
  scheme: 4,
  finish: 4,
  assurance: 3,
};
const requestNonce = toHex(7, { size: 32 });
const asked = {
  ...receipt,
  paymentId: paymentIdOf(4, CHAIN_ID, REQUESTS, address("asker"), requestNonce),
  clientNonce: ZERO,
  payer: address("asker"),
  charge: "900",
  scheme: 5,
};
const receiptVector = await message("receipt", "Receipt", SETTLEMENT, receipt);
const leaves = [receiptVector.digest, ...["leaf 1", "leaf 2", "leaf 3", "leaf 4"].map(word)];

const receiptSums = [
  receiptSum("one", [{ cumulativeBefore: "0", charges: ["7"] }]),
  receiptSum("zero", [{ cumulativeBefore: "5", charges: ["0", "0", "3"] }]),
  receiptSum("many", [
    { cumulativeBefore: "0", charges: ["10", "20", "30", "40", "50"] },
    { cumulativeBefore: "1000000", charges: ["1", "2"] },
    { cumulativeBefore: (2n ** 127n).toString(), charges: ["9", (2n ** 100n).toString(), "8"] },
  ]),
];

const vectors = {
  description: "Golden vectors of Verigrad, written by contracts/tools/vectors.mjs; uint64 and wider are decimal strings, bytes are hex",
  signer: { privateKey: PRIVATE_KEY, address: account.address },
  messages: [
    receiptVector,
    await message("receipt with the largest numbers", "Receipt", SETTLEMENT, largest),
    await message("receipt for a contract's request", "Receipt", SETTLEMENT, asked),
    await message("receipt of a dry run", "Receipt", SETTLEMENT, receipt, "Verigrad Test"),
    offerVector,
    await message("appraisal", "Appraisal", SETTLEMENT, {
      batchRoot: rootOf(leaves),
      count: "5",
      policyDigest: word("policy"),
      appraisedAt: "1790000060",
    }),
    await message("registration", "EnclaveRegistration", REGISTRY, {
      enclaveKey: account.address,
      measurementSet: word("measurement set"),
      evidenceDigest: word("evidence"),
      policyDigest: word("policy"),
      operator: address("operator"),
      maxAssurance: 2,
      validFrom: "1789990000",
      validUntil: "1790080000",
    }),
    await message("runner call", "RunnerCall", SETTLEMENT, {
      function: "check",
      bodyHash: word("body"),
      issuedAt: "1790000000",
    }),
  ],
  paymentIds: [
    payment(1, CHAIN_ID, USDC, payer, nonce),
    payment(1, 8453, address("another token"), address("another payer"), `0x${"ff".repeat(32)}`),
    payment(2, CHAIN_ID, PERMIT2, payer, nonce),
    payment(2, 8453, PERMIT2, address("another payer"), `0x${"ff".repeat(32)}`),
    payment(4, CHAIN_ID, REQUESTS, address("asker"), requestNonce),
    payment(4, 8453, address("other requests"), address("another asker"), `0x${"ff".repeat(32)}`),
  ],
  requests,
  responses: [answer, ""].map((body) => ({ body: utf8(body), responseHash: sha256(utf8(body)) })),
  clientNonces: [{ requestHash: requests[0].requestHash, clientNonce: word("client nonce"), nonce }],
  enclaveNonces: [
    {
      registry: REGISTRY,
      chainId: CHAIN_ID,
      blockHash: word("block"),
      nonce: keccak256(
        encodeAbiParameters(
          ["address", "uint256", "bytes32"].map((type) => ({ type })),
          [REGISTRY, BigInt(CHAIN_ID), word("block")],
        ),
      ),
    },
  ],
  streams: [
    stream(requests[1].requestHash, ['{"choices":[{"delta":{"content":"Grüße"}}]}', '{"choices":[{"delta":{"content":"!"}}]}']),
    stream(requests[0].requestHash, []),
  ],
  streamMessages: [
    await message("stream link", "StreamLink", SETTLEMENT, {
      requestHash: requests[1].requestHash,
      link: word("link"),
      events: "16",
      inputUnits: "23",
      outputUnits: "15",
    }),
  ],
  strayMessages: [
    await message("stray with a receipt", "StrayStatement", SETTLEMENT, {
      transactionHash: word("transaction"),
      logIndex: "7",
      paymentId: receipt.paymentId,
      receiptId: receiptVector.digest,
      payer,
      host: address("host"),
      asset: USDC,
      amount: "1000",
      validBefore: "1790003600",
      statedAt: "1790000060",
    }),
    await message("stray without a receipt", "StrayStatement", SETTLEMENT, {
      transactionHash: word("transaction"),
      logIndex: (2n ** 63n - 1n).toString(),
      paymentId: receipt.paymentId,
      receiptId: ZERO,
      payer,
      host: address("host"),
      asset: USDC,
      amount: (2n ** 128n - 1n).toString(),
      validBefore: "1790003600",
      statedAt: "1790090000",
    }),
  ],
  heartbeatMessages: [
    await message("heartbeat", "Heartbeat", REGISTRY, { enclaveKey: account.address, time: "1790000000" }),
  ],
  channelMessages: [
    await message("receipt root", "ReceiptRoot", SETTLEMENT, {
      root: receiptSums[2].root,
      sum: receiptSums[2].sum,
      count: receiptSums[2].count,
      payTo: address("vault"),
      asset: USDC,
      enclaveKey: account.address,
      issuedAt: "1790000000",
    }),
    await message("channel refund", "ChannelRefund", SETTLEMENT, {
      channelId: word("channel"),
      nonce: "3",
      totalClaimed: "150",
      amount: "99850",
      appraisedAt: "1790000060",
    }),
  ],
  receiptSums,
  roots: [1, 2, 3, 5].map((count) => ({ leaves: leaves.slice(0, count), root: rootOf(leaves.slice(0, count)) })),
};

const text = `${JSON.stringify(vectors, null, 2)}\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(FILE, "utf8") !== text) {
    console.error("vectors/verigrad.json differs from what tools/vectors.mjs writes: run node tools/vectors.mjs");
    process.exit(1);
  }
} else {
  writeFileSync(FILE, text);
}
