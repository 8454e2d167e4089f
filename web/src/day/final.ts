/** Codes after which asking again with the same link is useless. */
export const FINAL: ReadonlySet<string> = new Set(["expired", "forged", "revoked", "foreign"]);
