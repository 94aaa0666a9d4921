import { toText } from "./conversion.ts";
import { constructible } from "./core-types.ts";
import { type Method, NetObject, type PsValue } from "./ps-value.ts";
import { Thrown, exceptionOf } from "./thrown.ts";

export interface Asked {
  url: string;
  authorization: string | undefined;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** Answers what is asked, or with nothing where nobody is there. */
export type Network = (asked: Asked) => Answer | undefined;

/** System.Net's types over a network that is not there. */
export function networkTypes(network: Network): NetObject[] {
  return [
    new NetObject("System.Net.ServicePointManager", { SecurityProtocol: 0 }),
    new NetObject("System.Net.SecurityProtocolType", { Tls12: 3072 }),
    new NetObject("System.Net.WebRequest", { Create: (url) => requestTo(toText(url), network) }),
    constructible("System.IO.StreamReader", (stream) => {
      const text = (stream as NetObject).get("Text") as string;
      return new NetObject("System.IO.StreamReader", { ReadToEnd: () => text });
    }),
  ];
}

function requestTo(url: string, network: Network): NetObject {
  const headers = new Map<string, string>();
  const request = new NetObject("System.Net.HttpWebRequest", {
    Timeout: 100_000,
    AllowAutoRedirect: true,
    Headers: new NetObject("System.Net.WebHeaderCollection", {
      Add: (name, value) => void headers.set(toText(name).toLowerCase(), toText(value)),
    }),
    GetResponse: () => {
      const asked = { url, authorization: headers.get("authorization") };
      let answer = network(asked);
      const location = answer?.headers?.["Location"];
      if (location !== undefined && request.get("AllowAutoRedirect") === true) {
        answer = network({ ...asked, url: location });
      }
      if (answer === undefined) throw webException("ConnectFailure", null);
      const response = responseOf(answer);
      if (answer.status >= 400) throw webException("ProtocolError", response);
      return response;
    },
  });
  return request;
}

function responseOf({ status, headers = {}, body }: Answer): NetObject {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const header = (name: PsValue) => lower.get(toText(name).toLowerCase()) ?? null;
  const close: Method = () => undefined;
  return new NetObject("System.Net.HttpWebResponse", {
    StatusCode: status,
    Headers: new NetObject("System.Net.WebHeaderCollection", {}, header),
    GetResponseStream: () => new NetObject("System.IO.Stream", { Text: body }),
    Close: close,
  });
}

function webException(status: string, response: PsValue): Thrown {
  const exception = exceptionOf(["System.Net.WebException", "System.InvalidOperationException"], status);
  exception.set("Status", status);
  exception.set("Response", response);
  return new Thrown(exception);
}
