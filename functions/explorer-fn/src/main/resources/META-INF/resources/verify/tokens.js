// Amounts of tokens as people read them. A symbol is somebody's word: what was signed are atomic units, so they are told as well.

const MOST_DECIMALS = 36; // more would only make zeros
const LONGEST_SYMBOL = 12;
const WHOLE_NUMBER = /^[0-9]{1,78}$/;

function named(asset, assets) {
  const token = (assets ?? []).find(one => String(one?.address).toLowerCase() === String(asset).toLowerCase());
  const { decimals, symbol } = token ?? {};
  const usable = Number.isInteger(decimals) && decimals >= 0 && decimals <= MOST_DECIMALS && typeof symbol === "string" && symbol;
  return usable ? { decimals, symbol: symbol.slice(0, LONGEST_SYMBOL) } : null;
}

/** Amounts as they are signed and moved. */
export function atomic(...values) {
  return `${values.map(value => String(value).slice(0, 80)).join(" and ")} atomic units`;
}

/**
 * An amount by the token's decimals and symbol, like "0.001 USDC"; in atomic units where the token is not named.
 *
 * @param assets [{address, symbol, decimals}]
 */
export function readable(value, asset, assets) {
  const token = named(asset, assets);
  if (token === null || !WHOLE_NUMBER.test(value)) return atomic(value);
  const digits = String(value).padStart(token.decimals + 1, "0");
  const whole = digits.slice(0, digits.length - token.decimals);
  const fraction = digits.slice(digits.length - token.decimals).replace(/0+$/, "");
  return `${whole}${fraction ? "." + fraction : ""} ${token.symbol}`;
}

/** A template tag for sentences about amounts of one token: gives the sentence, and its amounts in atomic units if it has others. */
export function saying(asset, assets) {
  return (strings, ...values) => {
    const words = values.map(value => readable(value, asset, assets));
    const exact = words.every((word, i) => word === atomic(values[i])) ? undefined : atomic(...values);
    return [String.raw({ raw: strings }, ...words), exact];
  };
}
