import type { TokenRecord } from "../../lambda/domain/token-record.ts";

/** What a developer is sent, once: how to install, his token, and what is recorded about him. */
export function welcomeMessage(of: {
  token: string;
  record: TokenRecord;
  url: string;
  setupUrl: string | undefined;
}): string {
  const { token, record, url, setupUrl } = of;
  const from = setupUrl === undefined ? undefined : setupUrl.replace(/\/+$/, "");
  const shell =
    from === undefined
      ? `bash setup.sh --url ${url}`
      : `curl -fsSL ${from}/setup.sh | bash -s -- --url ${url}`;
  const windows =
    from === undefined
      ? `powershell -ExecutionPolicy Bypass -File setup-windows.ps1 -Url ${url}`
      : `irm ${from}/setup-windows.ps1 -OutFile setup-windows.ps1; powershell -ExecutionPolicy Bypass -File setup-windows.ps1 -Url ${url}`;
  return `Hello ${record.userId},

here is your access to Codex. Run this once, and paste the token when it asks for it:

  macOS, Linux:  ${shell}
  Windows:       ${windows}

  Your token:    ${token}

It is yours alone: don't put it into a repository, a ticket or a chat.${
    record.expiresAt === undefined ? "" : ` It ends on ${record.expiresAt.slice(0, 10)}.`
  } If it gets lost, ask for a new one.

What is recorded, under your name: every request that Codex sends and every answer it gets, with the time, the model,
the tokens and the cost. That includes the files and the output of commands that Codex reads for you. Administrators
can read it. Nothing else on your machine is looked at. What you have used: setup.sh --usage
`;
}
