/** A place on this machine for what could not be written where it belongs. */
export interface Spool {
  /** @throws where there is no room either: then it is lost, and must be counted as lost */
  add(name: string, bytes: Buffer): Promise<void>;
  /** There is certainly nothing in it, which is known without looking; false where it may be otherwise. */
  readonly isEmpty: boolean;
  /** The oldest first. */
  names(): Promise<readonly string[]>;
  read(name: string): Promise<Buffer>;
  /** Nothing happens where there is none of that name. */
  remove(name: string): Promise<void>;
}
