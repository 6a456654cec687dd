#!/usr/bin/env node
// Pays for one call and judges the signed offers and the receipt of x402 (extension offer-receipt) with its own package.
//   node extensions/offer-receipt.mjs <runner url> <path> <body | @file> <private key | @file>
// Prints one line of JSON: who signed the offer and the receipt, and whether they belong together.
import {
  decodeSignedOffers,
  extractOffersFromPaymentRequired,
  extractReceiptFromResponse,
  findAcceptsObjectFromSignedOffer,
  verifyOfferSignatureEIP712,
  verifyReceiptMatchesOffer,
  verifyReceiptSignatureEIP712,
} from "@x402/extensions/offer-receipt";
import { decodePaymentRequiredHeader } from "@x402/core/http";
import { wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { privateKeyToAccount } from "viem/accounts";
import { text } from "../call.mjs";

const [runner, path, body, key] = process.argv.slice(2);
if (key === undefined) {
  console.error("usage: <runner url> <path> <body | @file> <private key | @file>");
  process.exit(2);
}
const account = privateKeyToAccount(text(key));
let required;
async function listening(input, init) {
  const response = await fetch(input, init);
  const header = response.headers.get("PAYMENT-REQUIRED");
  if (header) {
    required = decodePaymentRequiredHeader(header);
  }
  return response;
}
try {
  const paying = wrapFetchWithPaymentFromConfig(listening, {
    schemes: [{ network: "eip155:*", client: new ExactEvmScheme(account) }],
  });
  const response = await paying(new URL(path, runner).href, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: text(body),
  });
  const offers = decodeSignedOffers(extractOffersFromPaymentRequired(required));
  const receipt = extractReceiptFromResponse(response);
  const signers = await Promise.all(offers.map(offer => verifyOfferSignatureEIP712(offer.signedOffer)));
  const answer = {
    status: response.status,
    verigradReceipt: response.headers.get("Verigrad-Receipt"),
    offers: offers.length,
    offerSigners: signers.map(({ signer }) => signer),
    offersAreOfTheTerms: offers.every(offer => findAcceptsObjectFromSignedOffer(offer, required.accepts)),
    receiptSigner: receipt && (await verifyReceiptSignatureEIP712(receipt)).signer,
    receiptIsOfTheOffer: receipt && verifyReceiptMatchesOffer(receipt, offers[0], [account.address]),
  };
  console.log(JSON.stringify(answer));
} catch (error) {
  console.log(JSON.stringify({ status: 0, error: error.message }));
  process.exitCode = 1;
}
