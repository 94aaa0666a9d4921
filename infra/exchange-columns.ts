/** A column of a Glue table: its name, and its type in Hive's words. */
export interface Column {
  name: string;
  type: string;
}

/** All of an exchange but the words, in the order in which an archive object has them: docs/storage.md. */
export const factColumns: readonly Column[] = [
  { name: "v", type: "int" },
  { name: "id", type: "string" },
  { name: "time", type: "string" },
  { name: "user_id", type: "string" },
  { name: "token_id", type: "string" },
  { name: "team", type: "string" },
  { name: "outcome", type: "string" },
  { name: "model", type: "string" },
  { name: "stream", type: "boolean" },
  { name: "service_tier", type: "string" },
  {
    name: "usage",
    type: "struct<input_tokens:bigint,cached_input_tokens:bigint,cache_write_tokens:bigint,output_tokens:bigint,reasoning_tokens:bigint,source:string>",
  },
  { name: "cost_usd", type: "double" },
  { name: "timing", type: "struct<auth_ms:bigint,first_byte_ms:bigint,total_ms:bigint>" },
  { name: "findings", type: "array<struct<rule:string,action:string,count:bigint>>" },
];

/** What was asked and what was answered. A body that is no text stands as `{"base64":"…"}`. */
export const wordColumns: readonly Column[] = [
  {
    name: "request",
    type: "struct<method:string,path:string,headers:map<string,string>,body:string>",
  },
  { name: "response", type: "struct<status:int,headers:map<string,string>,body:string>" },
];

/** The parts of an object's path that choose what a query reads; text, as they stand in the path. */
export const partitionColumns: readonly Column[] = [
  { name: "year", type: "string" },
  { name: "month", type: "string" },
  { name: "day", type: "string" },
];
