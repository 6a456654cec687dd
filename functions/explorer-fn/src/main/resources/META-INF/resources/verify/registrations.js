// How a key came into the registry, and which validators signed for it: read from the transaction, signatures recovered.
import { addressWord, bytes, hex, keccak, sameHex, utf8 } from "./bytes.js";
import { ChainSilent } from "./chain.js";
import { digest } from "./eip712.js";
import { signer } from "./signature.js";

const REGISTERED = hex(keccak(utf8("EnclaveRegistered(address,address,bytes32,bytes32,bytes32,uint8,uint64,uint64)")));
const REGISTER = hex(keccak(utf8("register((address,bytes32,bytes32,bytes32,address,uint8,uint64,uint64),bytes,bytes[])")).slice(0, 4));
const MEMBERS = ["enclaveKey", "measurementSet", "evidenceDigest", "policyDigest", "operator", "maxAssurance", "validFrom", "validUntil"];
const ADDRESSES = ["enclaveKey", "operator"];
const DIGESTS = ["measurementSet", "evidenceDigest", "policyDigest"];
const MOST_SIGNATURES = 100;

function wordAt(raw, at) {
  if (at + 32 > raw.length) throw new RangeError(`expected a word at byte ${at}, found ${raw.length} bytes`);
  return raw.slice(at, at + 32);
}

function numberAt(raw, at) {
  return BigInt(hex(wordAt(raw, at)));
}

/** A length or an offset: never more than there are bytes. */
function sizeAt(raw, at) {
  const size = numberAt(raw, at);
  if (size > BigInt(raw.length)) throw new RangeError(`expected a size of at most ${raw.length} at byte ${at}, found ${size}`);
  return Number(size);
}

function member(name, raw, at) {
  if (ADDRESSES.includes(name)) return hex(wordAt(raw, at).slice(12));
  if (DIGESTS.includes(name)) return hex(wordAt(raw, at));
  return name === "maxAssurance" ? Number(numberAt(raw, at)) : numberAt(raw, at);
}

function bytesAt(raw, at) {
  const length = sizeAt(raw, at);
  if (at + 32 + length > raw.length) throw new RangeError(`expected ${length} bytes at byte ${at + 32}, found ${raw.length} in all`);
  return hex(raw.slice(at + 32, at + 32 + length));
}

/** What a call of register asks for, and the signatures under it; an error for any other call. */
export function registerCall(input) {
  if (!sameHex(input.slice(0, 10), REGISTER)) throw new TypeError("expected a call of register");
  const raw = bytes(input).slice(4);
  const registration = Object.fromEntries(MEMBERS.map((name, i) => [name, member(name, raw, 32 * i)]));
  const list = sizeAt(raw, 32 * (MEMBERS.length + 1));
  const count = sizeAt(raw, list);
  if (count > MOST_SIGNATURES) throw new RangeError(`expected at most ${MOST_SIGNATURES} signatures, found ${count}`);
  const rest = raw.slice(list + 32);
  return {
    registration,
    enclaveSignature: bytesAt(raw, sizeAt(raw, 32 * MEMBERS.length)),
    signatures: Array.from({ length: count }, (_, i) => bytesAt(rest, sizeAt(rest, 32 * i))),
  };
}

function signedBy(signed, signature) {
  try {
    return signer(signed, signature);
  } catch {
    return null; // of another length: no signature of an ordinary key
  }
}

/**
 * The newest registration of a key: what it claims, and who signed exactly that. Null if nobody registered the key.
 *
 * Whoever sent the transaction through another contract leaves only the event: then `signers` is null, as nothing is known.
 */
export async function registrationOf(chain, { chainId, registry }, key) {
  const log = (await chain.logs(registry, [REGISTERED, hex(addressWord(key))])).at(-1);
  if (!log) return null;
  const raw = bytes(log.data);
  const said = {
    evidenceDigest: hex(wordAt(raw, 0)),
    policyDigest: hex(wordAt(raw, 32)),
    transaction: log.transactionHash,
    block: String(BigInt(log.blockNumber)),
  };
  const sent = await chain.ask("eth_getTransactionByHash", [log.transactionHash]);
  if (sent === null) throw new ChainSilent("eth_getTransactionByHash: the node no longer has the transaction");
  if (!sameHex(sent.to, registry) || !sameHex(sent.input?.slice(0, 10), REGISTER)) return { ...said, signers: null, keySigned: null };
  const { registration, enclaveSignature, signatures } = registerCall(sent.input);
  const signed = digest("EnclaveRegistration", { name: "Verigrad", version: "1", chainId: BigInt(chainId), verifyingContract: registry }, registration);
  const same = sameHex(registration.enclaveKey, key) && ["evidenceDigest", "policyDigest"].every(name => sameHex(registration[name], said[name]));
  if (!same) throw new ChainSilent("eth_getTransactionByHash: the node gave another transaction than the event's");
  return {
    ...said,
    signers: signatures.map(signature => signedBy(signed, signature)).filter(found => found !== null),
    keySigned: sameHex(signedBy(signed, enclaveSignature), key),
  };
}
