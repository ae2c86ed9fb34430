/** Which server generates which run. */
import { kvName } from "../pipeline/study/kv_strategy.ts";
import { type Run, runName } from "../pipeline/study/run.ts";

/** The name a server must give a run's weights: the model, with `-w<bits>` when they are quantized. */
export function servedName({ model, bits }: Pick<Run, "model" | "bits">) {
  return bits === 16 ? model.name : `${model.name}-w${bits}`;
}

/** A run nobody generates now, and why. */
interface LeftOut {
  readonly run: Run;
  readonly why: string;
}

/** Why vLLM cannot generate a run, or null. */
export function unservable({ kv }: Run): string | null {
  return kv.kind === "full"
    ? null
    : `KV strategy ${kvName(kv)} needs the engine, vLLM keeps the full cache`;
}

/** Why the engine does not generate a run, or null. */
export function notForEngine({ kv }: Run): string | null {
  return kv.kind === "full" ? "vLLM generates with the full cache" : null;
}

/** The names under which servers of ours may serve a study's models. */
export function servedNames(
  runs: readonly Run[],
  hindrance = unservable,
): string[] {
  return [
    ...new Set(runs.filter((run) => hindrance(run) === null).map(servedName)),
  ];
}

/** Shares runs out to the names that servers serve their weights under; those sealed are not generated again. */
export function shareOut(
  runs: readonly Run[],
  served: ReadonlySet<string>,
  sealed: ReadonlySet<string>,
  hindrance = unservable,
): { readonly byName: ReadonlyMap<string, Run[]>; readonly left: LeftOut[] } {
  const byName = new Map<string, Run[]>(
    [...served].map((name) => [name, []]),
  );
  const left: LeftOut[] = [];
  for (const run of runs) {
    const name = servedName(run);
    const why = sealed.has(runName(run))
      ? "it is sealed; copy the study into another folder to generate it again"
      : hindrance(run) ??
        (byName.has(name) ? null : `no server serves ${name}`);
    if (why === null) byName.get(name)!.push(run);
    else left.push({ run, why });
  }
  return { byName, left };
}
