// What this run's users would not want to find in a log; the last suite looks for it there.

export const secrets = new Map();

export function remember(what, value) {
  if (value) {
    secrets.set(String(value), what);
  }
  return value;
}
