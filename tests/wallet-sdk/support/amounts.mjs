// Amounts as whole stroops: seven decimals, never a float.

export function stroops(text) {
  const match = /^(\d+)(?:\.(\d{1,7}))?$/.exec(text);
  if (!match) {
    throw new Error(`not an amount: ${text}`);
  }
  return BigInt(match[1]) * 10_000_000n + BigInt((match[2] ?? "").padEnd(7, "0"));
}

export function amount(value) {
  const text = value.toString().padStart(8, "0");
  return `${text.slice(0, -7)}.${text.slice(-7)}`;
}

/** What the first run's asset costs: 0.5 and a hundredth, cut to a stroop. */
export function feeOf(text) {
  return 5_000_000n + stroops(text) / 100n;
}
