/** Result files that a reader brings: checked in a worker with a deadline, nothing sent anywhere. */
import type { Brought } from "../../pipeline/foreign.ts";
import { frontiers } from "../../pipeline/frontier.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import type { Study } from "../../pipeline/study/study.ts";
import type { DataSet } from "./data_set.ts";

/** Bytes of all files together, and seconds, after which we give up; each file has limits of its own. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_SECONDS = 30;

/** What the worker makes of files it finds sound. */
export interface Checked {
  readonly dataSet: string;
  readonly study: Study;
  readonly measurements: readonly Measurement[];
  /** Planned runs without a file. */
  readonly absent: readonly string[];
}

/** The measurements of files, or what is wrong with them. */
export type Own =
  | { readonly data: DataSet; readonly absent: readonly string[] }
  | { readonly problem: string };

/** Checks files: study.json, its benchmark files, result files. */
export async function own(files: readonly File[]): Promise<Own> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MOST_BYTES) {
    return {
      problem: `These are ${Math.round(size / 2 ** 20)} MiB: this page takes ${
        MOST_BYTES / 2 ** 20
      }, deno task reproduce takes any`,
    };
  }
  const brought = await Promise.all(
    files.map(async (file): Promise<Brought> => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  const worker = new Worker(new URL("./own_worker.ts", import.meta.url), {
    type: "module",
  });
  try {
    return await new Promise<Own>((resolve) => {
      setTimeout(() =>
        resolve({
          problem:
            `These files were not read in ${MOST_SECONDS} seconds: they are damaged or too many`,
        }), 1000 * MOST_SECONDS);
      worker.onerror = ({ message }) => resolve({ problem: message });
      worker.onmessage = (
        { data }: MessageEvent<{ checked?: Checked; problem?: string }>,
      ) => {
        if (!data.checked) return resolve({ problem: data.problem! });
        const { absent, ...checked } = data.checked;
        resolve({
          absent,
          data: {
            ...checked,
            frontiers: frontiers(checked.measurements, checked.study),
          },
        });
      };
      worker.postMessage(brought);
    });
  } finally {
    worker.terminate();
  }
}
