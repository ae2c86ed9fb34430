/** What is mutated, and the tests that must notice: the mirrored one, and others named here. */

/** A source file and its tests. */
export interface Mutated {
  readonly source: string;
  readonly tests: readonly string[];
}

const mirrored = (source: string) =>
  `test/${source.replace(/\.ts$/, "_test.ts")}`;

/** A file with its mirrored test, or with the tests named instead. */
const of = (source: string, ...tests: readonly string[]): Mutated => ({
  source,
  tests: tests.length > 0 ? tests : [mirrored(source)],
});

const STATISTICS = "pipeline/statistics/";
const STORE = "pipeline/store/";
const HOSTILE = "test/trust/hostile_arrow_test.ts";
const DEFECTS = "test/trust/defects_test.ts";

/** Areas by name, the files of each. */
export const AREAS: Readonly<Record<string, readonly Mutated[]>> = {
  validate: [
    of(
      "pipeline/validate.ts",
      mirrored("pipeline/validate.ts"),
      mirrored("pipeline/validate/imported_problems.ts"),
      DEFECTS,
    ),
    of(
      "pipeline/validate/trajectory_problems.ts",
      mirrored("pipeline/validate.ts"),
      DEFECTS,
    ),
    of("pipeline/validate/plainly_sound.ts"),
  ],
  memory: [of("pipeline/study/memory.ts")],
  forcing: [of("runner/forcing.ts")],
  journal: [
    of(`${STORE}journal.ts`),
    of(`${STORE}files.ts`),
  ],
  reading: [
    of(`${STORE}flat_table.ts`, mirrored(`${STORE}flat_table.ts`), HOSTILE),
    of(`${STORE}zstd_frame.ts`, mirrored(`${STORE}zstd_frame.ts`), HOSTILE),
    of(
      `${STORE}arrow_layout.ts`,
      mirrored(`${STORE}arrow_layout.ts`),
      mirrored(`${STORE}arrow_walk.ts`),
    ),
    of(`${STORE}arrow_walk.ts`, mirrored(`${STORE}arrow_walk.ts`), HOSTILE),
    of(
      `${STORE}light_table.ts`,
      mirrored(`${STORE}light_table.ts`),
      HOSTILE,
      DEFECTS,
    ),
    of(
      `${STORE}light_versioned.ts`,
      mirrored(`${STORE}light_table.ts`),
      HOSTILE,
      DEFECTS,
    ),
    of(
      `${STORE}column_values.ts`,
      mirrored(`${STORE}column_values.ts`),
      mirrored(`${STORE}arrow.ts`),
      mirrored(`${STORE}result_file.ts`),
    ),
    of(`${STORE}columns_kernel.ts`),
    of(`${STORE}unpack.ts`, mirrored(`${STORE}unpack.ts`), HOSTILE),
    of(`${STORE}sha256.ts`),
    of(`${STORE}plain_path.ts`),
    of(`${STORE}paths.ts`),
  ],
  store: [
    of(`${STORE}atomic.ts`),
    of(`${STORE}lock.ts`),
    of(`${STORE}read_ahead.ts`),
    of(`${STORE}manifest.ts`, mirrored(`${STORE}manifest.ts`), DEFECTS),
    of(`${STORE}arrow.ts`),
    of(
      `${STORE}result_file.ts`,
      mirrored(`${STORE}result_file.ts`),
      mirrored("pipeline/validate/imported_problems.ts"),
    ),
    of(
      `${STORE}versioned_table.ts`,
      mirrored(`${STORE}versioned_table.ts`),
    ),
    of(
      `${STORE}empty_rows.ts`,
      mirrored(`${STORE}versioned_table.ts`),
      mirrored(`${STORE}light_table.ts`),
    ),
    of(`${STORE}result_writer.ts`, mirrored(`${STORE}result_file.ts`)),
    of(`${STORE}arrow_writer.ts`, mirrored(`${STORE}arrow.ts`)),
    of(`${STORE}zstd.ts`, mirrored(`${STORE}arrow.ts`)),
    of(`${STORE}column_cells.ts`, mirrored(`${STORE}light_table.ts`)),
    of(`${STORE}speed_files.ts`),
    of(`${STORE}speed_writer.ts`, mirrored(`${STORE}speed_files.ts`)),
    of(`${STORE}measurement_tables.ts`),
    of(`${STORE}data_set.ts`),
    of(`${STORE}brought.ts`),
    of(`${STORE}made.ts`),
    of(`${STORE}rendering.ts`),
    of(`${STORE}expected.ts`),
    of(`${STORE}outputs.ts`),
    of(`${STORE}private_messages.ts`),
    of(`${STORE}weights_folder.ts`),
    of(`${STORE}sql.ts`),
  ],
  statistics: [
    of(`${STATISTICS}pass_at_k.ts`),
    of(`${STATISTICS}majority.ts`),
    of(`${STATISTICS}kernel_votes.ts`),
    of(`${STATISTICS}pareto.ts`),
    of(`${STATISTICS}rational.ts`),
    of(`${STATISTICS}interval.ts`),
    of(`${STATISTICS}resample.ts`),
    of(`${STATISTICS}holm.ts`),
    of(`${STATISTICS}paired.ts`),
    of(`${STATISTICS}binomial.ts`),
    of(`${STATISTICS}clopper_pearson.ts`),
    of(`${STATISTICS}winning_ways.ts`),
    of(`${STATISTICS}rerun_error.ts`),
    of(`${STATISTICS}stability.ts`),
    of(`${STATISTICS}studentized.ts`),
    of(`${STATISTICS}domination.ts`),
    of(`${STATISTICS}by_cost.ts`),
    of(`${STATISTICS}kernel.ts`, mirrored(`${STATISTICS}draw_sums.ts`)),
    of(
      `${STATISTICS}draw_blocks.ts`,
      mirrored(`${STATISTICS}draw_blocks.ts`),
      mirrored(`${STATISTICS}draw_sums.ts`),
    ),
    of(`${STATISTICS}draw_sums.ts`),
    of(`${STATISTICS}envelope_band.ts`),
    of(`${STATISTICS}extremes.ts`),
    of(`${STATISTICS}family.ts`),
    of(`${STATISTICS}kendall.ts`),
    of(`${STATISTICS}line_fit.ts`),
    of(`${STATISTICS}stretches.ts`),
    of(
      `${STATISTICS}counting.ts`,
      mirrored(`${STATISTICS}winning_ways.ts`),
      mirrored(`${STATISTICS}majority.ts`),
    ),
  ],
};
