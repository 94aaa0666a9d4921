/** Mutants that no test can kill, because they do the same. Each with its reason. */
export const explained = new Set<string>([]);
