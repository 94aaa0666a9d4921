/**
 * Every bound of the request path, with its unit and its reason, so that whoever changes one sees all of them.
 */
export const limits = {
  /** Two full-size screenshots make Codex send 48 MB; twice that is a mistake or an attack. Lambda's own bound is 6 MB. */
  maxBodyBytes: 100 * 1024 * 1024,
  /** Codex sends about 3 KB of headers and OpenAI asks for less than 64 KB; a longer head is answered, not cut off. */
  maxHeaderBytes: 256 * 1024,
  /** A head comes in one piece; whoever takes longer holds a connection open for its own sake. */
  headersTimeoutMs: 20_000,
  /** 48 MB over a line of 1.5 Mbit/s; whoever takes longer is not sending a prompt. */
  requestTimeoutMs: 300_000,
  /** Some twenty for each of five hundred developers; below what a process may have open by default on a server. */
  maxConnections: 10_000,
  /** The official SDKs wait ten minutes for a first byte. */
  firstByteTimeoutMs: 600_000,
  /** Codex gives a silent stream up after 300 s; the proxy must outlast it, or it would cut what Codex would not. */
  streamIdleTimeoutMs: 310_000,
  /** On Lambda, the end of the invocation that is kept free for the last event and for recording the exchange. */
  recordingReserveMs: 15_000,
  /** A socket unused for longer may have died while the instance was frozen, when nobody could notice. */
  maxIdleSocketMs: 20_000,
  /** Longer than clients keep an idle connection: with Node's 5 s they would now and then write into one that is closing. */
  keepAliveTimeoutMs: 90_000,
  /** A caller who takes nothing for so long has gone without a word. Longer than OpenAI may be silent, when there is nothing to take. */
  callerSilenceTimeoutMs: 900_000,
  /** An exchange that lasts longer is recorded before it has ended; a shorter one would only be written twice. */
  inFlightDelayMs: 1_000,
  /** A server records together what ends within this time: as long as a SIGKILL may cost the words of an exchange that has ended. */
  gatherMs: 10,
  /** Where more than this waits to be recorded, nothing waits for company: large bodies are worth more as free memory. */
  maxGatheredBytes: 8 * 1024 * 1024,
  /** How long an answer is read on that nobody is waiting for, to learn its usage. */
  maxDrainMs: 120_000,
  /** A rotated key is in use within this time. */
  keyMaxAgeMs: 45_000,
  /** AWS refuses bodies of 6 MB before our code runs; those above this are counted, as a warning of what is coming. */
  largeBodyBytes: 4 * 1024 * 1024,
  /** After so long no further try is begun: together with the last one it must fit into what is reserved for recording. */
  maxPersistMs: 6_000,
  /** Lambda's /tmp has 512 MB. */
  maxSpoolBytes: 256 * 1024 * 1024,
  /** Of exchanges that have been answered but not recorded yet; beyond it new requests wait. */
  maxUnrecordedBytes: 16 * 1024 * 1024,
  /** Request text kept to recognise it when it comes again: in a function, which has 256 MB, some ten conversations. */
  knownBlocksBytes: 16 * 1024 * 1024,
  /** In a server, which has the conversations of all at once: where they find no room, each turn is compressed anew. */
  serverKnownBlocksBytes: 32 * 1024 * 1024,
  /** The key in a secret or on standard input; OpenAI's own proxy reads 1,024 bytes as well. */
  maxKeyBytes: 1024,
} as const;
