/** Looks at a server before anything is generated. */
import { plannedRuns } from "../pipeline/study/run.ts";
import type { GeneratedStudy } from "../pipeline/study/study.ts";
import { readCacheConfig } from "./cache_config.ts";
import {
  minTokensProblem,
  modelProblem,
  nameProblem,
  seedProblem,
  stopProblem,
  tokenIdsProblem,
} from "./capabilities.ts";
import type { Completion } from "./completion.ts";
import type { ForcingTokens } from "./settings.ts";
import { tokenizeForcing } from "./prompts.ts";
import { ServerError } from "./retry.ts";
import { servedNames, unservable } from "./served.ts";
import type { ServedModel, Server } from "./server.ts";

/** A server that can do what we need, and what it says of itself. */
export interface Probed {
  readonly model: ServedModel;
  readonly version: string;
  /** Its settings as far as it tells them. */
  readonly flags: Readonly<Record<string, string | number>>;
  readonly tokens: ForcingTokens;
}

const PROBE_TOKENS = 8;

/**
 * Tries every capability the runner leans on; a TypeError names all that are
 * missing, or at once a model the study does not plan.
 */
export async function probe(
  server: Server,
  study: GeneratedStudy,
  hindrance = unservable,
): Promise<Probed> {
  const version = await server.version();
  const models = await server.models();
  const unclear = modelProblem(models) ??
    nameProblem(models[0]!, servedNames(plannedRuns(study), hindrance));
  if (unclear) throw unfit(server, [unclear]);
  const model = models[0]!;
  const flags = readCacheConfig(await metricsOf(server));
  const tokens = await tokenizeForcing(
    study.forcing,
    (text) => server.tokenize(model.id, text),
  );
  const prompt = [...tokens.finalPrompt];
  const ask = (
    changed: {
      minTokens?: number;
      stop?: readonly number[];
      favoured?: number;
    },
  ): Promise<Completion> =>
    server.complete({
      model: model.id,
      prompt,
      maxTokens: PROBE_TOKENS,
      minTokens: 0,
      seed: 0xffffffff,
      stop: [],
      sampling: { temperature: 1, topP: 1, topK: 0, seed: 0 },
      ...changed,
    });
  const first = await ask({});
  const problems = [
    tokenIdsProblem(prompt, first, PROBE_TOKENS),
    seedProblem(first, await ask({})),
  ];
  for (const stop of tokens.stop) {
    const wish = { stop: tokens.stop, favoured: stop };
    problems.push(
      stopProblem(stop, await ask(wish)),
      minTokensProblem(
        stop,
        await ask({ ...wish, minTokens: PROBE_TOKENS }),
        PROBE_TOKENS,
      ),
    );
  }
  const missing = problems.filter((each) => each !== null);
  if (missing.length > 0) throw unfit(server, missing);
  return {
    model,
    version,
    flags: { ...flags, max_model_len: model.maxModelLen },
    tokens,
  };
}

/** The metrics page, empty where the server does not give it. */
async function metricsOf(server: Server): Promise<string> {
  try {
    return await server.metrics();
  } catch (error) {
    if (error instanceof ServerError) return "";
    throw error;
  }
}

function unfit(server: Server, problems: readonly string[]): TypeError {
  return new TypeError(
    `Cannot use server ${server.url}: ${problems.join("; ")}`,
  );
}
