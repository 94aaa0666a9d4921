import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installCodex } from "../e2e/install-codex.ts";
import { type Contender, contender } from "./contender.ts";

/** The proxies that people would otherwise run. Each rejects with one line where it can't be had; the rest then runs. */
export const peers: Record<string, (upstream: URL, folder: string) => Promise<Contender>> = {
  nginx: startNginx,
  caddy: startCaddy,
  "Portkey gateway": startPortkey,
  "codex responses-api-proxy": startResponsesApiProxy,
};

async function startNginx(upstream: URL, folder: string): Promise<Contender> {
  const port = await freePort();
  const config = join(folder, "nginx.conf");
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events { worker_connections 512; }
http {
  access_log off; client_max_body_size 100m; client_body_buffer_size 8m;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  upstream openai { server ${upstream.host}; keepalive 64; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://openai; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
  }
}
`,
  );
  return listening("nginx", spawn("nginx", ["-c", config, "-p", folder], { stdio: "ignore" }), port);
}

async function startCaddy(upstream: URL, folder: string): Promise<Contender> {
  const port = await freePort();
  const config = join(folder, "Caddyfile");
  writeFileSync(
    config,
    `{\n admin off\n auto_https off\n}\nhttp://127.0.0.1:${port} {\n reverse_proxy ${upstream.host} {\n  flush_interval -1\n }\n}\n`,
  );
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn("caddy", ["run", "--config", config, "--adapter", "caddyfile"], {
    env,
    stdio: "ignore",
  });
  return listening("caddy", child, port);
}

async function startPortkey(upstream: URL): Promise<Contender> {
  const folder = fileURLToPath(new URL("../../node_modules/.cache/portkey-1.15.2/", import.meta.url));
  const start = join(folder, "node_modules/@portkey-ai/gateway/build/start-server.js");
  if (!existsSync(start)) {
    await mkdir(folder, { recursive: true });
    const manifest = {
      dependencies: { "@portkey-ai/gateway": "1.15.2" },
      // With a later one it answers every stream with a 500: https://github.com/Portkey-AI/gateway/issues/1389
      overrides: { "@hono/node-server": "1.13.8" },
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    await promisify(execFile)("npm", ["install", "--no-package-lock", "--ignore-scripts"], { cwd: folder });
  }
  const port = await freePort();
  const env = { ...process.env, TRUSTED_CUSTOM_HOSTS: `localhost,127.0.0.1,${upstream.host}` };
  const child = spawn(process.execPath, [start, `--port=${port}`, "--headless"], { env, stdio: "ignore" });
  return listening("Portkey gateway", child, port, {
    authorization: "Bearer sk-proj-made-up-for-the-bench-0123456789",
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": `${upstream.origin}/v1`,
  });
}

async function startResponsesApiProxy(upstream: URL, folder: string): Promise<Contender> {
  const launcher = await installCodex();
  const infoFile = join(folder, "responses-api-proxy.json");
  const args = [
    "responses-api-proxy",
    "--server-info",
    infoFile,
    "--upstream-url",
    `${upstream.origin}/v1/responses`,
  ];
  // The launcher is a script that starts the binary: what counts is the process that writes its number.
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ["pipe", "ignore", "ignore"] });
  child.stdin!.end("sk-proj-made-up-for-the-bench-0123456789\n");
  await until("codex responses-api-proxy", child, () => existsSync(infoFile));
  const { port, pid } = JSON.parse(readFileSync(infoFile, "utf8")) as { port: number; pid: number };
  return contender("codex responses-api-proxy", { pid, kill: () => process.kill(pid, "SIGKILL") }, port, {});
}

async function listening(
  name: string,
  child: ChildProcess,
  port: number,
  headers: Record<string, string> = {},
): Promise<Contender> {
  const missing = new Promise<never>((_resolve, reject) => child.once("error", reject));
  const url = `http://127.0.0.1:${port}/v1/responses`;
  const request = {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: '{"model":"gpt-5.5"}',
  };
  const answers = until(name, child, () =>
    fetch(url, request).then(
      (response) => response.ok,
      () => false,
    ),
  );
  await Promise.race([answers, missing]);
  return contender(name, { pid: child.pid!, kill: () => child.kill("SIGKILL") }, port, headers);
}

async function until(
  name: string,
  child: ChildProcess,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  for (let attempt = 0; !(await isSo()); attempt++) {
    if (child.exitCode !== null || attempt > 200) {
      child.kill("SIGKILL");
      throw new Error(`${name} did not answer`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
