// Reads envelopes written by the Protocols tests (ANCHOR_ENVELOPE_FILE) and compares every hash and
// every re-encoding with what @stellar/stellar-sdk makes of the same bytes.
// Usage: node check-envelopes.mjs FILE
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { TransactionBuilder, xdr } from "@stellar/stellar-sdk";

const path = process.argv[2];
if (!path) {
  console.error("usage: node check-envelopes.mjs FILE");
  process.exit(2);
}

function hashOf(envelope, passphrase) {
  const built = TransactionBuilder.fromXDR(envelope, passphrase);
  return Buffer.from(built.hash()).toString("hex");
}

let count = 0;
let mismatches = 0;
const kinds = new Map();
for await (const line of createInterface({ input: createReadStream(path) })) {
  const { passphrase, envelope, hash } = JSON.parse(line);
  count++;
  try {
    const decoded = xdr.TransactionEnvelope.fromXdr(envelope, "base64");
    const kind = decoded.type ?? "envelope";
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const again = decoded.toXdr("base64");
    const theirs = hashOf(envelope, passphrase);
    if (again !== envelope || theirs !== hash) {
      mismatches++;
      console.error(`line ${count}: hash ${hash} here, ${theirs} there; re-encoding ${again === envelope ? "equal" : "differs"}: ${envelope}`);
    }
  } catch (error) {
    mismatches++;
    console.error(`line ${count}: ${error.message}: ${envelope}`);
  }
}

console.log([...kinds].map(([kind, n]) => `${kind}: ${n}`).join(", "));
console.log(`${count} envelopes, ${mismatches} mismatches`);
process.exit(mismatches === 0 && count > 0 ? 0 : 1);
