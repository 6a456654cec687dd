// A receipt that is right in everything, made by keys of the test, and the chain that would have it.
import { secp256k1 } from "../../../target/classes/META-INF/resources/vendor/@noble/curves/secp256k1.js";
import { addressWord, bytes, concat, hex, keccak, word } from "../../../target/classes/META-INF/resources/verify/bytes.js";
import { BATCH_SETTLED, RECEIPT_SETTLED } from "../../../target/classes/META-INF/resources/verify/chain.js";
import { digest, structHash } from "../../../target/classes/META-INF/resources/verify/eip712.js";
import { levels } from "../../../target/classes/META-INF/resources/verify/merkle.js";
import { boundNonce, paymentId } from "../../../target/classes/META-INF/resources/verify/payment.js";

const KEY = bytes("0x" + "11".repeat(32));
export const ENCLAVE = hex(keccak(secp256k1.getPublicKey(KEY, false).slice(1)).slice(12));
export const NETWORK = {
  chainId: 84532,
  settlement: "0xbf64e02fb152076b487bfb2784d10e4cf1bba73a",
  enclaveRegistry: "0xe26e24e061c874e64c555aa2f9d9f556060b7c65",
};
export const TRANSACTION = "0x" + "77".repeat(32);
const DOMAIN = { name: "Verigrad", version: "1", chainId: 84532, verifyingContract: NETWORK.settlement };
const hash = digit => "0x" + String(digit).repeat(64);
const address = digit => "0x" + String(digit).repeat(40);

export function sign(type, message, domain = DOMAIN, key = KEY) {
  const signature = secp256k1.sign(bytes(digest(type, domain, message)), key, { prehash: false, format: "recovered" });
  return hex(concat(signature.slice(1), Uint8Array.of(27 + signature[0])));
}

/** A signed receipt in which `changes` were made before it was signed. */
export function signedReceipt(changes = {}, offerChanges = {}) {
  const offer = {
    modelDigest: hash(3), payTo: address(4), asset: address(5), flatPrice: "1000", inputUnitPrice: "3",
    outputUnitPrice: "15", minAssurance: "UNATTESTED", expiresAt: "1790003600", ...offerChanges,
  };
  const clientNonce = hash(8);
  const payer = address(6);
  const receipt = {
    requestHash: hash(1), responseHash: hash(2), modelDigest: hash(3), parametersHash: hash(7), runtimeDigest: hash(9),
    offerHash: hex(structHash("Offer", offer)),
    paymentId: paymentId(1, 84532, offer.asset, payer, boundNonce(hash(1), clientNonce)),
    clientNonce, payer, payTo: offer.payTo, asset: offer.asset, enclaveKey: ENCLAVE,
    cap: "1060", charge: "1060", inputUnits: "5", outputUnits: "3", sequence: "1", issuedAt: "1790000000",
    scheme: "EXACT_EIP3009", finish: "COMPLETE", assurance: "UNATTESTED", ...changes,
  };
  return {
    domain: { ...DOMAIN },
    receipt,
    signature: sign("Receipt", receipt),
    offer: { offer, signature: sign("Offer", offer) },
  };
}

/** The batch of three in which a receipt is the second. */
export function inBatch(signed) {
  const id = digest("Receipt", signed.domain, signed.receipt);
  const all = levels([hash(1), id, hash(2)]);
  return { id, inclusion: { root: all.at(-1)[0], proof: [all[0][0], all[1][1]], transaction: TRANSACTION } };
}

/** What a node answers that has settled a receipt: methods to results. */
export function chainOf(signed, { inclusion, id }) {
  const { receipt } = signed;
  const log = (topics, ...words) => ({ address: NETWORK.settlement, topics, data: hex(concat(...words)) });
  return {
    eth_chainId: "0x14a34",
    eth_call: hex(concat(addressWord(address("a")), word(0), word(1789990000), word(1799990000), word(0), bytes(hash("b")))),
    eth_getTransactionReceipt: {
      status: "0x1",
      logs: [
        log([RECEIPT_SETTLED, id, receipt.paymentId, hex(addressWord(receipt.payer))], addressWord(address("c")),
          addressWord(receipt.asset), word(receipt.charge), word(742), word(212), word(74), word(32)),
        log([BATCH_SETTLED, inclusion.root], word(3), word(3)),
      ],
    },
  };
}

/** A fetch that answers from such a table; a method that is not in it gets no answer. */
export function node(answers) {
  return async (url, request) => {
    const { id, method } = JSON.parse(request.body);
    if (!(method in answers)) throw new Error("connection refused");
    return { text: async () => JSON.stringify({ jsonrpc: "2.0", id, result: answers[method] }) };
  };
}
