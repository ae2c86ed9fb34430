/** How busy a server is, read from its metrics page. */

/** How busy a server is; null: it does not say. */
export interface ServerLoad {
  /** Requests it decodes. */
  readonly running: number | null;
  /** Requests that wait for room. */
  readonly waiting: number | null;
  /** Share of its KV cache in use, 0 to 1; of its fullest engine. */
  readonly kvUsage: number | null;
  /** Requests that lost their cache since it started. */
  readonly preemptions: number | null;
  /** Tokens read and decoded since it started. */
  readonly tokens: number | null;
}

/** A page that says nothing. */
export const UNKNOWN_LOAD: ServerLoad = {
  running: null,
  waiting: null,
  kvUsage: null,
  preemptions: null,
  tokens: null,
};

const LINE =
  /^vllm:([a-z_]+)(?:\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?[ \t]+(\S+)/gm;

/**
 * Reads Prometheus text. Counters count under either spelling, with `_total`
 * behind them or without; several engines are added up.
 */
export function readLoad(metrics: string): ServerLoad {
  const found = new Map<string, number[]>();
  for (const [, name, text] of metrics.matchAll(LINE)) {
    const value = Number(text);
    if (!Number.isFinite(value)) continue;
    const values = found.get(name!);
    if (values) values.push(value);
    else found.set(name!, [value]);
  }
  const values = (name: string) =>
    found.get(`${name}_total`) ?? found.get(name) ?? null;
  const sum = (name: string) =>
    values(name)?.reduce((all, each) => all + each, 0) ?? null;
  const usage = values("kv_cache_usage_perc") ??
    values("gpu_cache_usage_perc");
  const [read, decoded] = [sum("prompt_tokens"), sum("generation_tokens")];
  return {
    running: sum("num_requests_running"),
    waiting: sum("num_requests_waiting"),
    kvUsage: usage && Math.max(...usage),
    preemptions: sum("num_preemptions"),
    tokens: read === null && decoded === null
      ? null
      : (read ?? 0) + (decoded ?? 0),
  };
}

/** How far a counter has grown; one that fell was set back by a restart. Null: one of both is not known. */
export function growth(
  before: number | null,
  now: number | null,
): number | null {
  if (before === null || now === null) return null;
  return now < before ? now : now - before;
}
