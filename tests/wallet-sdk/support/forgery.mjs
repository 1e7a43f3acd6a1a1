// What a thief would try: tokens and challenges that look right and are not.
import { createHmac } from "node:crypto";
import { StrKey } from "@stellar/stellar-sdk";

const signatureSize = 72;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function payloadOf(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
}

/** A token of these claims; signed with the key, or by nobody if the algorithm is none. */
export function tokenOf(claims, { header = { alg: "HS256", typ: "JWT" }, key } = {}) {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${key === undefined ? "" : createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** The token with other claims under its own signature. */
export function withClaims(token, claims) {
  const [header, , signature] = token.split(".");
  return `${header}.${encode({ ...payloadOf(token), ...claims })}.${signature}`;
}

/** The account of a point whose multiples are few: under such keys signatures can be made up. */
export function smallOrderAccount(hex) {
  return StrKey.encodeEd25519PublicKey(Buffer.from(hex, "hex"));
}

/** Keys of small order, little-endian. */
export const smallOrderKeys = {
  identity: "01" + "00".repeat(31),
  "order 2": "ec" + "ff".repeat(30) + "7f",
  "order 4": "00".repeat(32),
  "order 8": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
};

/** The challenge with one more signature: R is the identity and S is zero, which loose verifiers take for any message under such a key. */
export function signedByNobody(challenge, account) {
  const bytes = Buffer.from(challenge, "base64");
  const count = bytes.length - signatureSize - 4;
  bytes.writeUInt32BE(2, count);
  const key = StrKey.decodeEd25519PublicKey(account);
  const signature = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]);
  return Buffer.concat([bytes, Buffer.from(key).subarray(28), Buffer.from([0, 0, 0, 64]), signature]).toString("base64");
}

/** The envelope without its last signature. */
export function withoutSignature(envelope) {
  const bytes = Buffer.from(envelope, "base64").subarray(0, -signatureSize);
  bytes.writeUInt32BE(bytes.readUInt32BE(bytes.length - 4) - 1, bytes.length - 4);
  return bytes.toString("base64");
}
