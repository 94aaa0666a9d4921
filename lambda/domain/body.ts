import { giveBack } from "./give-back.ts";

/** A part of a body. Its bytes never change: other bodies may hold it too. */
export interface Block {
  readonly bytes: Buffer;
  /** How it stands in the archive, since it was first written there: compressed, and searched for this key. */
  archived?: { member: Buffer; searchedFor: string | undefined };
  /** Among the known blocks, within whose bound it is counted. */
  isKnown?: boolean;
}

/** Below this a block is not worth knowing again. */
export const minBlockBytes = 8 * 1024;

export const maxBlockBytes = 64 * 1024;

/**
 * The body of a request, in blocks. Codex sends the whole conversation with every turn, so that all but its end is
 * likely to be known: what is known is not held twice, and stays where the processor has it at hand.
 */
export class Body {
  readonly blocks: readonly Block[];
  /** In bytes. */
  readonly length: number;

  /** @param blocks of a text none ends within a character, and all but the last have about `maxBlockBytes` */
  constructor(blocks: readonly Block[]) {
    this.blocks = blocks;
    this.length = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** What it takes up in memory beside the known blocks. */
  get ownBytes(): number {
    return this.blocks.reduce((sum, block) => sum + (block.isKnown === true ? 0 : heldBytes(block)), 0);
  }

  /** Lends the bytes in one piece, which may be gone afterwards. */
  read<T>(use: (bytes: Buffer) => T): T {
    if (this.blocks.length === 1) return use(this.blocks[0]!.bytes);
    const whole = Buffer.concat(this.blocks.map(({ bytes }) => bytes));
    try {
      return use(whole);
    } finally {
      giveBack(whole);
    }
  }

  /** Frees what nobody else holds. The body must not be used any more. */
  giveBack(): void {
    for (const block of this.blocks) if (!isShared(block)) giveBack(block.bytes);
  }
}

function isShared({ archived }: Block): boolean {
  return archived !== undefined;
}

/** What a block takes up, with how it stands in the archive. */
export function heldBytes({ bytes, archived }: Block): number {
  return bytes.length + (archived?.member.length ?? 0);
}
