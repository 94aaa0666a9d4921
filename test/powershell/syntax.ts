import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";

/** A node of a script's tree, as plain data: the parser's own nodes are too slow to walk again and again. */
export interface Syntax {
  type: string;
  text: string;
  /** Where the text begins in the script. */
  start: number;
  line: number;
  children: readonly Syntax[];
  /** The children that are more than punctuation. */
  parts: readonly Syntax[];
}

// One level for each precedence of an operator: where there is no operator, the level says nothing.
const levels = new Set(
  `logical_expression bitwise_expression comparison_expression additive_expression multiplicative_expression
   format_expression range_expression array_literal_expression unary_expression expression_with_unary_operator
   argument_expression string_literal integer_literal left_assignment_expression key_expression member_name
   script_block_body`.split(/\s+/),
);

await Parser.init();
const require = createRequire(import.meta.url);
const grammar = require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm");
const parser = new Parser().setLanguage(await Language.load(grammar));

/** The tree of a script, which must be PowerShell from its first character to its last. */
export function syntaxOf(script: string): Syntax {
  const root = parser.parse(script)!.rootNode;
  const errors = root.descendantsOfType("ERROR").map((node) => `line ${lineOf(node!)}: ${node!.text}`);
  if (root.hasError) throw new SyntaxError(`this is no PowerShell: ${errors.join("; ")}`);
  return plain(root);
}

/** A node and all below it. */
export function* everyPart(node: Syntax): Generator<Syntax> {
  yield node;
  for (const child of node.children) yield* everyPart(child);
}

function plain(node: Node): Syntax {
  const [only, ...others] = node.children;
  // In an argument of a method the levels have names of their own.
  const type = node.type.replace("_argument_expression", "_expression");
  if (levels.has(type) && only && others.length === 0) return plain(only);
  const children = node.children
    .filter((child) => !meaningless.has(child!.type))
    .map((child) => plain(child!));
  const named = new Set(node.namedChildren.map((child) => child!.startIndex));
  const parts = children.filter((child) => named.has(child.start) && child.type !== child.text);
  return { type, text: node.text, start: node.startIndex, line: lineOf(node), children, parts };
}

const meaningless = new Set(["comment", "empty_statement"]);
const lineOf = (node: Node) => node.startPosition.row + 1;
