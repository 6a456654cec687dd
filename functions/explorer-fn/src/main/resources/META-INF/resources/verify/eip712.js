// Typed data as it is signed (EIP-712), for the types that Verigrad has.
import { addressWord, bytes, concat, hex, keccak, utf8, word } from "./bytes.js";

const TYPES = {
  Receipt:
    "bytes32 requestHash,bytes32 responseHash,bytes32 modelDigest,bytes32 parametersHash,bytes32 runtimeDigest," +
    "bytes32 offerHash,bytes32 paymentId,bytes32 clientNonce,address payer,address payTo,address asset," +
    "address enclaveKey,uint128 cap,uint128 charge,uint64 inputUnits,uint64 outputUnits,uint64 sequence," +
    "uint64 issuedAt,uint8 scheme,uint8 finish,uint8 assurance",
  Offer:
    "bytes32 modelDigest,address payTo,address asset,uint128 flatPrice,uint128 inputUnitPrice," +
    "uint128 outputUnitPrice,uint8 minAssurance,uint64 expiresAt",
  Appraisal: "bytes32 batchRoot,uint64 count,bytes32 policyDigest,uint64 appraisedAt",
  EnclaveRegistration:
    "address enclaveKey,bytes32 measurementSet,bytes32 evidenceDigest,bytes32 policyDigest,address operator," +
    "uint8 maxAssurance,uint64 validFrom,uint64 validUntil",
  StreamLink: "bytes32 requestHash,bytes32 link,uint64 events,uint64 inputUnits,uint64 outputUnits",
  TransferWithAuthorization:
    "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce",
  RunnerCall: "string function,bytes32 bodyHash,uint64 issuedAt",
};
const DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const ASSURANCE = ["UNATTESTED", "FORWARDED", "ATTESTED_RUNTIME", "WEIGHTS_BOUND", "REEXECUTED", "PROVEN"];
const CODES = {
  scheme: ["", "EXACT_EIP3009", "EXACT_PERMIT2", "UPTO", "CHANNEL", "REQUEST"],
  finish: ["COMPLETE", "LENGTH", "REFUSED", "CANCELLED", "TOOL_CALL"],
  assurance: ASSURANCE,
  minAssurance: ASSURANCE,
  maxAssurance: ASSURANCE,
};

/** Whether a level is at least another. */
export function atLeast(assurance, least) {
  return code("assurance", assurance) >= code("assurance", least);
}

/** The code of a member that our JSON names and typed data numbers. */
export function code(member, value) {
  if (typeof value === "number") return value;
  const found = CODES[member].indexOf(value);
  if (found < 0 || value === "") throw new TypeError(`${member}: expected one of ${CODES[member].filter(Boolean).join(", ")}`);
  return found;
}

function encode(type, member, value) {
  if (member in CODES) return word(code(member, value), 8);
  if (type === "bytes32") return bytes(value, 32);
  if (type === "address") return addressWord(value);
  if (type === "string") return keccak(utf8(value));
  return word(value, Number(type.slice("uint".length)));
}

/** The members of a type and of the domain, as wallets are told them. */
export function walletTypes(type) {
  const told = members => members.split(",").map(member => {
    const [memberType, name] = member.split(" ");
    return { name, type: memberType };
  });
  return { EIP712Domain: told(DOMAIN.slice("EIP712Domain(".length, -1)), [type]: told(TYPES[type]) };
}

export function typeHash(type) {
  return keccak(utf8(`${type}(${TYPES[type]})`));
}

export function structHash(type, message) {
  const members = TYPES[type].split(",").map(member => {
    const [memberType, name] = member.split(" ");
    if (!Object.hasOwn(message, name)) throw new TypeError(`${type} lacks ${name}`);
    try {
      return encode(memberType, name, message[name]);
    } catch (problem) {
      throw new TypeError(`${name}: ${problem.message}`);
    }
  });
  return keccak(typeHash(type), ...members);
}

export function domainSeparator(domain) {
  return keccak(
    keccak(utf8(DOMAIN)),
    keccak(utf8(domain.name)),
    keccak(utf8(domain.version)),
    word(domain.chainId),
    addressWord(domain.verifyingContract),
  );
}

/** What is signed: also a receipt's id. */
export function digest(type, domain, message) {
  return hex(keccak(concat(Uint8Array.of(0x19, 0x01), domainSeparator(domain), structHash(type, message))));
}
