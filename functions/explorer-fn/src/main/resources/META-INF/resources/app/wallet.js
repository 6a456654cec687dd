// Who pays: a wallet in the browser (EIP-1193), or on a network of play money a key that everybody may spend.
const REFUSED = 4001;
const UNKNOWN_CHAIN = 4902;

/** A wallet did not do what it was asked; `code` tells the page what to offer. */
export class WalletProblem extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function said(problem) {
  if (problem?.code === REFUSED) return new WalletProblem("refused", "You refused it in your wallet. Nothing was sent and nothing is charged.");
  return new WalletProblem("failed", `The wallet says: ${String(problem?.message ?? problem).slice(0, 200)}`);
}

async function ask(provider, method, params) {
  try {
    return await provider.request({ method, params });
  } catch (problem) {
    throw problem?.code === UNKNOWN_CHAIN ? new WalletProblem("unknown", "The wallet does not know this network: add it there.") : said(problem);
  }
}

/** The wallet that an extension of the browser put into the page. */
export function browserWallet(provider = globalThis.ethereum) {
  if (typeof provider?.request !== "function") return null;
  return {
    name: "Browser wallet",
    async account(chainId) {
      const [account] = await ask(provider, "eth_requestAccounts", []);
      if (!account) throw new WalletProblem("failed", "The wallet shows no account.");
      const found = Number(await ask(provider, "eth_chainId", []));
      if (found !== Number(chainId)) throw new WalletProblem("network", `The wallet is on chain eip155:${found}, this network is eip155:${chainId}.`);
      return account.toLowerCase();
    },
    switchTo: chainId => ask(provider, "wallet_switchEthereumChain", [{ chainId: `0x${Number(chainId).toString(16)}` }]),
    sign: (payer, { typedData }) => ask(provider, "eth_signTypedData_v4", [payer, JSON.stringify(typedData)]),
    send: (payer, { to, data }) => ask(provider, "eth_sendTransaction", [{ from: payer, to, data }]),
  };
}

/** A wallet without secret: whoever runs the network gave its key to every reader. */
export function testWallet(key) {
  return {
    name: "Test wallet",
    account: async () => (await import("../verify/signature.js")).addressOf(key),
    async sign(_, { digest }) {
      const { sign } = await import("../verify/signature.js");
      return sign(digest, key);
    },
    async send(payer, call, chainId, chain) {
      const { signedCall } = await import("../verify/transaction.js");
      const [nonce, gasPrice, gas] = await Promise.all([
        chain.ask("eth_getTransactionCount", [payer, "pending"]),
        chain.ask("eth_gasPrice", []),
        chain.ask("eth_estimateGas", [{ from: payer, ...call }]),
      ]);
      return chain.ask("eth_sendRawTransaction", [signedCall({ nonce, gasPrice, gas, ...call }, chainId, key)]);
    },
  };
}
