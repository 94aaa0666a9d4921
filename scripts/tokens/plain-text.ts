/** These texts end up in tables, logs and reports, where a line break would break the line. */
export function isPlainText(text: string): boolean {
  return text !== "" && text.length <= 200 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}
