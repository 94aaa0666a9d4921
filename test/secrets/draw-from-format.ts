const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const wordCharacters = `${digits}${lower}${lower.toUpperCase()}_`;
const printable = Array.from({ length: 94 }, (_, code) => String.fromCharCode(33 + code)).join("");

/** A text drawn by chance from an expression, each character of a class as likely as the next. */
export function drawFromFormat(expression: RegExp, random: () => number): string {
  return new Drawing(expression.source, random).alternatives();
}

/** The part of the syntax that the rule table uses, read from left to right and drawn on the way. */
class Drawing {
  readonly #source: string;
  readonly #random: () => number;
  #at = 0;

  constructor(source: string, random: () => number) {
    this.#source = source;
    this.#random = random;
  }

  alternatives(): string {
    const drawn = [this.#sequence()];
    while (this.#take("|")) drawn.push(this.#sequence());
    return drawn[Math.floor(this.#random() * drawn.length)]!;
  }

  #sequence(): string {
    let text = "";
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at]!)) {
      const start = this.#at;
      const first = this.#atom();
      const [least, most] = this.#quantifier();
      const end = this.#at;
      const count = least + Math.floor(this.#random() * (most - least + 1));
      text += count > 0 ? first : "";
      for (let i = 1; i < count; i++) {
        this.#at = start;
        text += this.#atom();
      }
      this.#at = end;
    }
    return text;
  }

  #atom(): string {
    const character = this.#source[this.#at++]!;
    if (character === "[") return this.#pick(this.#class());
    if (character === "\\") return this.#pick(escapeClass(this.#source[this.#at++]!));
    if (character === ".") return this.#pick(printable);
    if (character !== "(") return character;
    this.#take("?:");
    const text = this.alternatives();
    this.#at++;
    return text;
  }

  #class(): string {
    const isNegated = this.#take("^");
    let members = "";
    while (this.#source[this.#at] !== "]") {
      const character = this.#source[this.#at++]!;
      if (character === "\\") members += escapeClass(this.#source[this.#at++]!);
      else if (this.#source[this.#at] === "-" && this.#source[this.#at + 1] !== "]") {
        const last = this.#source.charCodeAt(this.#at + 1);
        for (let code = character.charCodeAt(0); code <= last; code++) members += String.fromCharCode(code);
        this.#at += 2;
      } else members += character;
    }
    this.#at++;
    return isNegated ? [...printable].filter((one) => !members.includes(one)).join("") : members;
  }

  #quantifier(): [least: number, most: number] {
    if (this.#take("?")) return [0, 1];
    if (this.#take("+")) return [1, 4];
    if (this.#take("*")) return [0, 4];
    const counts = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at));
    if (counts === null) return [1, 1];
    this.#at += counts[0].length;
    const least = Number(counts[1]);
    return [least, counts[2] === undefined ? least : Number(counts[3])];
  }

  #take(text: string): boolean {
    const isNext = this.#source.startsWith(text, this.#at);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  #pick(characters: string): string {
    return characters[Math.floor(this.#random() * characters.length)] ?? "";
  }
}

function escapeClass(letter: string): string {
  const classes: Record<string, string> = { d: digits, w: wordCharacters, s: " ", n: "\n", r: "", t: "\t" };
  return classes[letter] ?? letter;
}
