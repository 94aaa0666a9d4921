/** Long enough for a busy machine: it only ends what would otherwise hang until the runner gives up. */
const patienceMs = 20_000;

/** The promise's own outcome, or a failure that names what was waited for. */
export async function within<T>(what: string, promise: PromiseLike<T>, ms: number = patienceMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms} ms in vain for ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
