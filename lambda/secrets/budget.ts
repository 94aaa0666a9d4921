/**
 * A bound on the work of one scan, counted and never timed: the same body ends at the same place on every machine.
 * One unit is about one character looked at.
 */
export class Budget {
  #left: number;

  constructor(units: number) {
    this.#left = units;
  }

  /** Clean agent traffic uses less than one unit a byte, a body full of credentials about ten. */
  static for(bytes: number): Budget {
    return new Budget(3_000_000 + 6 * bytes);
  }

  get left(): number {
    return this.#left;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }

  spend(units: number): void {
    this.#left -= units;
  }
}
