import { readFileSync, writeFileSync } from "node:fs";
import { faultMatrix } from "./fault-matrix.ts";

const file = new URL("../../docs/reliability.md", import.meta.url);
const marks = /(<!-- the matrix -->\n)[^]*(\n<!-- its end -->)/;
writeFileSync(
  file,
  readFileSync(file, "utf8").replace(marks, (_all, start, end) => `${start}\n${faultMatrix()}\n${end}`),
);
