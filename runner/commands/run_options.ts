/** The options of `deno task run`, read alike by the launcher and the runner proper. */
import { UsageError } from "../../pipeline/commands/command.ts";

export const RUN_HELP = `
deno task run <set> --server URL [--server URL...] [--engine URL...] [options]
deno task run <set> --launch [options]

Generates what the runs of a study owe: with the full cache through vLLM
servers, with a compressed one through engines (deno task engine). Each serves
one model, named as in the study (with -w4 or -w8 behind it when quantized); a
run goes to the servers of its name. Several of one name share its trajectories,
each of which keeps to one server while that is there. Every reply is on disk
before the next is asked for; a call that was stopped or killed goes on where it
ended. The first Ctrl-C waits for what is asked already, the second does not.

  --server URL       a vLLM server, http://127.0.0.1:8000; more than one allowed
  --engine URL       an engine, whose runs follow those of the servers; it replies
                     when a trajectory has come to its end
  --launch           start a server for each model and precision in turn, stop it
                     when its runs are done, start it anew when it dies
  --launch-command COMMAND
                     what starts it (vllm serve); the weights, the served name,
                     the context and a port on this machine come behind it
  --launch-flag FLAG one more argument for the server, --launch-flag=--dtype=half
  --start-timeout S  seconds a launched server may take until it answers (3600)
  --concurrency N    requests in flight per server, at most (1024); as many as
                     surely fit at first, then as its metrics allow
  --idle-timeout S   seconds without a sign of life of a server after which its
                     requests are sent again (300); slow ones are waited for
  --only KEY=VALUE   benchmark, model, bits or kv, as for deno task plan
  --samples N        the first N samples of each problem
  --shard I/N        one of N shards, I from 0 to N - 1: as many calls, on as many
                     machines, share a study; deno task seal merges them
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
  launch: { type: "boolean" },
  "launch-command": { type: "string" },
  "launch-flag": { type: "string", multiple: true },
  "start-timeout": { type: "string" },
  // For the launcher: ends softly when its input ends, for then nobody waits for it.
  attached: { type: "boolean" },
  concurrency: { type: "string" },
  "idle-timeout": { type: "string" },
  only: { type: "string", multiple: true },
  samples: { type: "string" },
  shard: { type: "string" },
  gpu: { type: "string" },
  driver: { type: "string" },
  cpu: { type: "string" },
  flag: { type: "string", multiple: true },
} as const;

/** Servers that would get a key, and prompts, over a line others can read. */
export function openLines(urls: readonly URL[]): string[] {
  return urls.filter(({ protocol, hostname }) =>
    protocol === "http:" &&
    !/^(localhost|127(\.[0-9]+){3}|\[::1\])$/.test(hostname)
  ).map(({ host }) => host);
}

/** Exit code of a call whose servers stayed away. */
export const AWAY = 75;

/** The server addresses a call names. */
export function serverUrls(named: readonly string[] | undefined): URL[] {
  if (!named || named.length === 0) {
    throw new UsageError("Name a server, --server http://127.0.0.1:8000");
  }
  return urlsOf(named);
}

/** The addresses a call names, of servers and of engines; at least one. */
export function namedUrls(
  { server = [], engine = [] }: {
    readonly server?: readonly string[];
    readonly engine?: readonly string[];
  },
): { readonly servers: URL[]; readonly engines: URL[] } {
  if (server.length + engine.length === 0) {
    throw new UsageError(
      "Name a server, --server http://127.0.0.1:8000, or an engine, --engine http://127.0.0.1:8010",
    );
  }
  const all = urlsOf([...server, ...engine]);
  return {
    servers: all.slice(0, server.length),
    engines: all.slice(server.length),
  };
}

function urlsOf(named: readonly string[]): URL[] {
  const urls = named.map((text) => {
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
    if (url.search || url.hash) {
      throw new UsageError(
        `Cannot use server ${url.host}: name its address without ? and #`,
      );
    }
    return url;
  });
  const twice = urls.find(({ href }, at) =>
    urls.findIndex((each) => each.href === href) !== at
  );
  if (twice) {
    throw new UsageError(`Cannot use server ${twice.href} twice: name it once`);
  }
  return urls;
}

/** Requests in flight per server. */
export function concurrencyOf(text = "1024"): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(
      `Cannot have ${text} requests in flight: give a whole number from 1`,
    );
  }
  return count;
}

/** Refuses arguments for servers that carry secrets: result files tell all arguments. */
export function refuseSecrets(flags: readonly string[] = []): void {
  const secret = flags.map((flag) => flag.split("=")[0]!).find((name) =>
    /^-+(.*[-_.])?(api-?key|key|token|secret|password)s?$/i.test(name) &&
    !/tokens$/i.test(name)
  );
  if (secret === undefined) return;
  throw new UsageError(
    `Cannot launch with ${secret}: the arguments are kept in the result files; give the server its secrets in the environment, HF_TOKEN or VLLM_API_KEY`,
  );
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

/** Seconds given to an option; what it is when none is. */
export function secondsOf(
  text: string | undefined,
  option: string,
  otherwise: number,
): number {
  if (text === undefined) return otherwise;
  const seconds = Number(text);
  if (!(seconds > 0 && seconds < Infinity)) {
    throw new UsageError(
      `Cannot use --${option} ${text}: give seconds above 0`,
    );
  }
  return seconds;
}
