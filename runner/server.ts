/** Door to the network: a vLLM server, or another that speaks its HTTP. */
import * as v from "valibot";
import {
  type Completion,
  type CompletionAsk,
  completionBody,
  readCompletion,
} from "./completion.ts";
import {
  type ForcedAsk,
  forcedBody,
  type ForcedReply,
  readForced,
} from "./forced.ts";
import { withoutIds, withoutKey } from "./hidden.ts";
import {
  COUNTED_TENSORS,
  type CountedTensors,
} from "./timing/counted_tensors.ts";
import {
  type Patience,
  patiently,
  secondsAsked,
  ServerError,
} from "./retry.ts";

/** A model as a server names it. */
export interface ServedModel {
  readonly id: string;
  /** Most tokens of prompt and continuation together. */
  readonly maxModelLen: number;
}

/** What we ask of a model server. */
export interface Server {
  readonly url: string;
  readonly complete: (
    ask: CompletionAsk,
    signal?: AbortSignal,
  ) => Promise<Completion>;
  /** A whole trajectory; of the engine only. */
  readonly force: (
    ask: ForcedAsk,
    signal?: AbortSignal,
  ) => Promise<ForcedReply>;
  /** Token ids of a text, no special tokens added. */
  readonly tokenize: (model: string, text: string) => Promise<number[]>;
  /** Token ids of a message to the model as its chat template writes it, thinking on, up to where the model goes on. */
  readonly tokenizeChat: (model: string, message: string) => Promise<number[]>;
  readonly version: () => Promise<string>;
  readonly models: () => Promise<ServedModel[]>;
  /** The metrics page, Prometheus text. */
  readonly metrics: (signal?: AbortSignal) => Promise<string>;
  /** Lets go of everything that is asked and not answered, for this reason. */
  readonly drop: (reason: Error) => void;
  /** What the tensors of its model take, counted by the extension in `runner/vllm/counted.py`. */
  readonly countTensors: () => Promise<CountedTensors>;
}

const MODELS = v.object({
  data: v.array(v.object({ id: v.string(), max_model_len: v.number() })),
});
const TOKENS = v.object({ tokens: v.array(v.number()) });
const VERSION = v.object({ version: v.string() });
/** One worker: a model that is spread over several is counted by none of them. */
const COUNTED = v.object({ results: v.tuple([COUNTED_TENSORS]) });

/**
 * A server at a base address. Errors name the address, the status and what a
 * model server says of it, 200 characters at most; the key goes into one header and nowhere else. Requests are
 * never timed out: a slow reply is still a reply. Who knows that a server has
 * fallen silent drops them.
 */
export function connect(
  url: string,
  key: string | null,
  patience: Patience,
): Server {
  const base = url.replace(/\/+$/, "");
  // Made once, for every request takes them.
  const headers = {
    get: new Headers(key ? { authorization: bearer(key) } : {}),
    post: new Headers({ "content-type": "application/json" }),
  };
  if (key) headers.post.set("authorization", bearer(key));
  const underWay = new Set<AbortController>();

  /** Asks once; `instead` is told in place of what the server says of a request that is private, which it may repeat. */
  async function once(
    path: string,
    body: unknown,
    signal?: AbortSignal,
    instead?: string,
  ) {
    let status: number | null = null;
    let after: number | null = null;
    let text: string;
    let type: string | null;
    const its = new AbortController();
    const give = () => its.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener("abort", give);
    underWay.add(its);
    try {
      const response = await fetch(base + path, {
        method: body === undefined ? "GET" : "POST",
        headers: body === undefined ? headers.get : headers.post,
        // Followed, it could carry prompts and key to another host.
        redirect: "manual",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: its.signal,
      });
      text = await response.text();
      status = response.status;
      type = response.headers.get("content-type");
      after = secondsAsked(response.headers.get("retry-after"), Date.now());
    } catch (cause) {
      if (its.signal.aborted) throw its.signal.reason;
      if (cause instanceof Deno.errors.NotCapable) throw cause;
      throw new ServerError(base, path, reason(cause as Error), null, cause);
    } finally {
      underWay.delete(its);
      signal?.removeEventListener("abort", give);
    }
    if (status !== 200) {
      const why = status >= 300 && status < 400
        ? "a redirect, which is not followed"
        : instead ?? withoutIds(withoutKey(complaint(text, type), key));
      throw new ServerError(
        base,
        path,
        `status ${status}, ${why}`,
        status,
        undefined,
        after,
      );
    }
    return text;
  }

  const ask = (
    path: string,
    body?: unknown,
    signal?: AbortSignal,
    instead?: string,
  ) => patiently(() => once(path, body, signal, instead), patience, signal);

  /** Reads a reply; what cannot be read is not shown when it repeats the key. */
  function read<T>(text: string, path: string, of: (text: string) => T): T {
    try {
      return of(text);
    } catch (error) {
      if (withoutKey(text, key) === text) throw error;
      throw new TypeError(
        `Cannot read the reply of ${base}${path}: it repeats the API key`,
      );
    }
  }

  async function json<T>(
    schema: v.GenericSchema<unknown, T>,
    path: string,
    body?: unknown,
    instead?: string,
  ): Promise<T> {
    return read(await ask(path, body, undefined, instead), path, (text) => {
      try {
        return v.parse(schema, JSON.parse(text));
      } catch (cause) {
        throw new TypeError(
          `Cannot read the reply of ${base}${path}: ${text.length} characters, ${
            cause instanceof SyntaxError ? "not JSON" : (cause as Error).message
          }`,
          { cause },
        );
      }
    });
  }

  async function completed<T>(
    body: unknown,
    of: (body: unknown, from: string) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    const path = "/v1/completions";
    const from = `${base}${path}`;
    // A reply that tells of a request given up is asked for again, too.
    return await patiently(
      async () =>
        read(
          await once(path, body, signal),
          path,
          (reply) => of(parsed(reply, from), from),
        ),
      patience,
      signal,
    );
  }

  return {
    url: base,
    complete: (asked, signal) =>
      completed(completionBody(asked), readCompletion, signal),
    force: (asked, signal) => completed(forcedBody(asked), readForced, signal),
    tokenize: async (model, prompt) =>
      (await json(TOKENS, "/tokenize", {
        model,
        prompt,
        add_special_tokens: false,
      })).tokens,
    tokenizeChat: async (model, content) => {
      try {
        return (await json(TOKENS, "/tokenize", {
          model,
          messages: [{ role: "user", content }],
          add_generation_prompt: true,
          add_special_tokens: false,
          chat_template_kwargs: { enable_thinking: true },
        }, "it cannot write a message with its chat template")).tokens;
      } catch (error) {
        // It shows the reply, and this one may be private.
        if (!(error instanceof TypeError)) throw error;
        throw new TypeError(`Cannot read the reply of ${base}/tokenize`);
      }
    },
    version: async () => (await json(VERSION, "/version")).version,
    models: async () =>
      (await json(MODELS, "/v1/models")).data.map((each) => ({
        id: each.id,
        maxModelLen: each.max_model_len,
      })),
    metrics: (signal) => ask("/metrics", undefined, signal),
    drop: (reason) => {
      for (const its of underWay) its.abort(reason);
    },
    countTensors: async () =>
      (await json(COUNTED, "/collective_rpc", { method: "counted_memory" }))
        .results[0],
  };
}

/** The value of the header that carries the key; a key none can carry is not repeated. */
function bearer(key: string): string {
  const value = `Bearer ${key}`;
  try {
    new Headers({ authorization: value });
  } catch {
    throw new TypeError(
      "Cannot use the API key: it has a character that no header can carry",
    );
  }
  return value;
}

/** The last and most particular part of what fetch says of a failure. */
function reason(error: Error): string {
  const { message } = error.cause instanceof Error ? error.cause : error;
  const last = message.split(": ").at(-1)!.replace(/ \(os error \d+\)$/, "");
  return last.charAt(0).toLowerCase() + last.slice(1);
}

/** Any part of a reply may hold what a model read or wrote: none is shown. */
function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = text.trimStart().startsWith("{")
      ? "characters of an object that is cut off"
      : "characters of something else";
    throw new TypeError(
      `Cannot read the reply of ${from}: it is not JSON, ${text.length} ${what}`,
      { cause },
    );
  }
}

const COMPLAINT = v.union([
  v.pipe(
    v.object({ error: v.object({ message: v.string() }) }),
    v.transform(({ error }) => error.message),
  ),
  v.pipe(v.object({ message: v.string() }), v.transform((its) => its.message)),
  v.pipe(v.object({ detail: v.string() }), v.transform((its) => its.detail)),
]);

/** What a server says of a request it refuses; of a page that is no model server's, which may hold anything, type and length. */
function complaint(text: string, type: string | null): string {
  try {
    return v.parse(COMPLAINT, JSON.parse(text)).slice(0, 200);
  } catch {
    return `${text.length} characters of ${type ?? "no type"}`;
  }
}
