/** One line on a terminal that counts up; silence anywhere else. */
export function stderrProgress(what: string): { progress?: (count: number) => void; done: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { done: () => {} };
  return {
    progress: (count) => void stderr.write(`\r${count} ${what}`),
    done: () => void stderr.write("\r\u001B[K"),
  };
}
