#!/usr/bin/env node
// Opens, pays, claims and refunds a payment channel with the published client and facilitator of scheme batch-settlement,
// which know the channel contract by its address and interface alone.
//   node channel.mjs <rpc url> <USDC> <payer's key> <receiver's key>
// The receiver sends the transactions, and is receiver and authorizer of the channel. Prints one line of JSON: what the
// channel held and had claimed after each step, what the receiver got, and that bad payments were refused.
import { toClientEvmSigner, toFacilitatorEvmSigner } from "@x402/evm";
import { BatchSettlementEvmScheme as Client } from "@x402/evm/batch-settlement/client";
import { BatchSettlementEvmScheme as Facilitator } from "@x402/evm/batch-settlement/facilitator";
import { createPublicClient, createWalletClient, http, parseAbi, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";
import { text } from "./call.mjs";

const [rpc, usdc, payerKey, receiverKey] = process.argv.slice(2).map(text);
const payer = privateKeyToAccount(payerKey);
const receiver = privateKeyToAccount(receiverKey);
const chain = createPublicClient({ chain: baseSepolia, transport: http(rpc) });
const wallet = createWalletClient({ account: receiver, chain: baseSepolia, transport: http(rpc) }).extend(publicActions);
const client = new Client(toClientEvmSigner(payer, chain), { depositPolicy: { depositMultiplier: 5 } });
const facilitator = new Facilitator(toFacilitatorEvmSigner({ ...wallet, address: receiver.address }), receiver);

const terms = {
  scheme: "batch-settlement",
  network: "eip155:84532",
  amount: "1000",
  asset: usdc,
  payTo: receiver.address,
  maxTimeoutSeconds: 3600,
  extra: { name: "USDC", version: "2", receiverAuthorizer: receiver.address, withdrawDelay: 900 },
};
const steps = {};
const expect = (claim, why) => {
  if (!claim) throw new Error(why);
};
const payload = async () => {
  const made = await client.createPaymentPayload(2, terms);
  return { ...made, accepted: terms };
};
const verified = async (payment) => {
  const verdict = await facilitator.verify(payment, terms);
  expect(verdict.isValid, `refused: ${JSON.stringify(verdict)}`);
  return verdict;
};
const settled = async (name, body) => {
  const answer = await facilitator.settle({ x402Version: 2, accepted: terms, payload: body }, terms);
  expect(answer.success, `${name} failed: ${JSON.stringify(answer)}`);
  return answer;
};
const balance = () =>
  chain.readContract({
    address: usdc,
    abi: parseAbi(["function balanceOf(address) view returns (uint256)"]),
    functionName: "balanceOf",
    args: [receiver.address],
  });
const paid = (payment, charged) =>
  client.schemeHooks.onPaymentResponse?.({
    paymentPayload: payment,
    requirements: terms,
    settleResponse: { success: true, transaction: "", network: terms.network, extra: { chargedAmount: charged } },
  });

const first = await payload();
expect(first.payload.type === "deposit", "the first payment deposits");
await verified(first);
const deposit = await settled("deposit", first.payload);
steps.deposited = deposit.extra.channelState;
await paid(first, "1000");

const second = await payload();
expect(second.payload.type === "voucher", "the second payment is a voucher");
expect(second.payload.voucher.maxClaimableAmount === "2000", "vouchers grow");
await verified(second);
const forged = structuredClone(second);
forged.payload.voucher.maxClaimableAmount = "2001";
steps.forged = (await facilitator.verify(forged, terms)).invalidReason;

const { channelConfig, voucher } = second.payload;
const claim = {
  voucher: { channel: channelConfig, maxClaimableAmount: voucher.maxClaimableAmount },
  signature: voucher.signature,
  totalClaimed: "1500",
};
await settled("claim", { type: "claim", claims: [claim] });
const before = await balance();
await settled("settle", { type: "settle", receiver: receiver.address, token: usdc });
steps.received = `${(await balance()) - before}`;
steps.claimed = (await verified(second)).extra;

const refund = await settled("refund", {
  type: "refund",
  channelConfig,
  voucher,
  amount: "3000",
  refundNonce: "0",
  claims: [{ ...claim, totalClaimed: "2000" }],
});
steps.refunded = { amount: refund.amount, ...refund.extra.channelState };
console.log(JSON.stringify(steps));
