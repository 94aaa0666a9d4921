/** What PowerShell refuses, with strict mode's errors among it. */
const thrown: readonly (readonly [string, RegExp])[] = [
  ["Set-StrictMode -Version 2.0\n$no", /'\$no' cannot be retrieved/],
  ['Set-StrictMode -Version 2.0\n"a $no"', /'\$no' cannot be retrieved/],
  ["Set-StrictMode -Version 2.0\n@{ a = 1 }.b", /The property 'b' cannot be found/],
  ["Set-StrictMode -Version 2.0\n'one'.Count", /The property 'Count' cannot be found/],
  ["Set-StrictMode -Version 2.0\n$null.Count", /The property 'Count' cannot be found/],
  ["$null.Trim()", /call a method on a null-valued expression/],
  ["$null[0]", /Cannot index into a null array/],
  ["[int]'x'", /Cannot convert value "x"/],
  ["function f([bool]$x) { $x }\nf 'True'", /Cannot convert value/],
  ["'abc'.Substring(1, 5)", /out of range/],
];

/** PowerShell that no script here uses yet. */
const notUnderstood: readonly string[] = [
  "switch (1) { 1 { 2 } }",
  "while ($true) { 1 }",
  "do { 1 } while ($false)",
  "Get-ChildItem",
  "$x = 1, 2; $x -eq 1",
  "'a' -f 1",
  "1..3",
  "'{0}' -f 'a'",
  "@'\na\n'@",
  "'a', 'b' -match 'a'",
  "$x -split ','",
  "[regex]::Match('a', 'a')",
  "'a' -cmatch '(?i)A'",
  "'a' -cmatch '\\Aa\\z'",
  "'a' -replace 'a', '$&'",
  "& { 1 }",
  "break",
  "f a,b",
  "'a'.ToUpper()",
  "$x.$y",
  "${a b} = 1",
  "$global:x = 1",
  "function f { param($x) $x }\nf 1",
  "trap { 1 }",
  "1 -is [int]",
  "$true ? 1 : 2",
  "$null ?? 1",
];

export const failures = { thrown, notUnderstood };
