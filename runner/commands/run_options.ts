/** The options of `deno task run`, read alike by the launcher and the runner proper. */
import { UsageError } from "../../pipeline/commands/command.ts";

export const RUN_HELP = `
deno task run <set> --server URL [--server URL...] [--engine URL...] [options]

Generates what the runs of a study owe: with the full cache through vLLM
servers, with a compressed one through engines (deno task engine). Each serves
one model, named as in the study (with -w4 or -w8 behind it when quantized); a
run goes to the server of its name. Every reply is on disk before the next is
asked for; a call that was stopped or killed goes on where it ended.

  --server URL       a vLLM server, http://127.0.0.1:8000; more than one allowed
  --engine URL       an engine; more than one allowed
  --concurrency N    requests in flight per server, at most (256)
  --gpu NAME         the GPU behind the servers, kept in the result files
  --driver VERSION   its driver
  --cpu NAME         the processor that generates, where there is no GPU
  --flag NAME=VALUE  a setting of the servers to keep beside those they tell

The API key of the servers, if they want one, is read from NOTALLBITS_API_KEY.

  deno task run data/nano --server http://127.0.0.1:8000 --cpu "2 x86-64 cores"
`;

export const RUN_OPTIONS = {
  server: { type: "string", multiple: true },
  engine: { type: "string", multiple: true },
  concurrency: { type: "string" },
  gpu: { type: "string" },
  driver: { type: "string" },
  cpu: { type: "string" },
  flag: { type: "string", multiple: true },
} as const;

/** The addresses a call names, of servers and of engines; at least one. */
export function namedUrls(
  { server, engine }: {
    readonly server?: readonly string[];
    readonly engine?: readonly string[];
  },
): { readonly servers: URL[]; readonly engines: URL[] } {
  const servers = urlsOf(server ?? []);
  const engines = urlsOf(engine ?? []);
  if (servers.length + engines.length === 0) {
    throw new UsageError(
      "Name a server, --server http://127.0.0.1:8000, or an engine, --engine http://127.0.0.1:8010",
    );
  }
  return { servers, engines };
}

function urlsOf(named: readonly string[]): URL[] {
  return named.map((text) => {
    const url = URL.parse(text);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new UsageError(
        `Cannot use server ${text}: it is no http or https address`,
      );
    }
    if (url.username || url.password) {
      throw new UsageError(
        `Cannot use server ${url.host}: put its key into NOTALLBITS_API_KEY, not into the address`,
      );
    }
    return url;
  });
}

/** Requests in flight per server. */
export function concurrencyOf(text = "256"): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(
      `Cannot have ${text} requests in flight: give a whole number from 1`,
    );
  }
  return count;
}

/** Settings given as NAME=VALUE. */
export function flagsOf(
  texts: readonly string[] = [],
): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const [, name, value] = /^([\w-]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`Cannot read --flag ${text}: give NAME=VALUE`);
    }
    return [name, value];
  }));
}
