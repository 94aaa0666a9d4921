import { isStub, looksRandom } from "../../lambda/secrets/randomness.ts";
import type { NearRule, TokenRule } from "../../lambda/secrets/rule.ts";
import { drawFromFormat } from "./draw-from-format.ts";

const mostDraws = 20_000;

/**
 * A credential that nobody ever had: drawn by chance from its format when a test runs, with a fixed seed. None stands in
 * a file, so that nobody's scanner takes one for real.
 */
export function madeUpSecret(rule: TokenRule | NearRule, seed = 1): string {
  const random = seededRandom(seed);
  const start = rule.kind === "token" ? rule.starts[0]! : "";
  const shape = rule.kind === "token" ? rule.rest : rule.shape;
  for (let draw = 0; draw < mostDraws; draw++) {
    const secret = start + drawFromFormat(shape, random);
    if (passesChecks(rule, secret)) return secret;
  }
  throw new Error(`Of ${mostDraws} texts drawn from the format of ${rule.id} none passes its own checks.`);
}

/** A line of a settings file that holds such a credential. */
export function madeUpLine(rule: TokenRule | NearRule, seed = 1): string {
  const secret = madeUpSecret(rule, seed);
  return rule.kind === "token" ? `left ${secret} right` : `${rule.names[0]!}_api_key = "${secret}"`;
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function seededRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function passesChecks(rule: TokenRule | NearRule, secret: string): boolean {
  const shape = rule.kind === "token" ? rule.rest : rule.shape;
  const group = new RegExp(shape.source, shape.flags).exec(secret)?.[1];
  const judged = group ?? secret;
  const isRandom = rule.bits === 0 || (!isStub(judged) && looksRandom(judged, rule.bits));
  // A value without a digit among its letters is taken for a word of code before anything else is looked at.
  const isWorthALook =
    rule.kind === "token" || (/\d/.test(judged) && (/[a-z]/i.test(judged) || judged.length >= 14));
  return isRandom && isWorthALook && (rule.check === undefined || rule.check(judged));
}
