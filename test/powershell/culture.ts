// PowerShell compares strings as the invariant culture does, by ICU since .NET 5 and nearly so before: characters without
// a weight, such as U+FEFF, count for nothing. https://learn.microsoft.com/dotnet/core/extensions/globalization-icu
const exactly = new Intl.Collator("en-US", { sensitivity: "variant" });
const whateverCase = new Intl.Collator("en-US", { sensitivity: "accent" });

export function areEqual(left: string, right: string, isCaseSensitive: boolean): boolean {
  return (isCaseSensitive ? exactly : whateverCase).compare(left, right) === 0;
}

/** Whether a text starts with another as a culture sees it: not within a letter and its accent. */
export function startsWith(text: string, beginning: string): boolean {
  for (let end = 0; end <= text.length; end++) {
    const isWithinLetter = /^\p{M}/u.test(text.slice(end));
    if (!isWithinLetter && exactly.compare(text.slice(0, end), beginning) === 0) return true;
  }
  return false;
}
