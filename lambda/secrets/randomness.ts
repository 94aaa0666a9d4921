const counts = new Uint16Array(256);

/** Shannon's entropy in bits a character: 0 for one letter repeated, 4 for random hex, towards 6 for random base64. */
export function entropyBits(text: string): number {
  counts.fill(0);
  for (let i = 0; i < text.length; i++) counts[text.charCodeAt(i) & 0xff]!++;
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    // Summed over characters, not over kinds of character: the same sum, and no table to walk.
    bits -= Math.log2(counts[text.charCodeAt(i) & 0xff]! / text.length);
  }
  return bits / text.length;
}

/** What stands in documentation where a secret would: said in words, by repetition, or as a variable. */
const stub =
  /example|placeholder|redacted|changeme|change[_-]me|your[_-]|dummy|xxxxx|\*\*\*|\.\.\.|<|\$\{|\{\{|%\(|#\{|\$\(|0{10}|(.)\1{7}/i;

/** Is it a stand-in, by what it says? */
export function isStub(text: string): boolean {
  return stub.test(text);
}

/** Is it as mixed as something drawn by chance would be? A text can't have more than log2(its length) bits. */
export function looksRandom(text: string, leastBits = 2.7): boolean {
  return entropyBits(text) >= Math.min(leastBits, Math.log2(text.length) - 0.9);
}
