/** Every constraint, C1 to C51, in their order. */
import { batched } from "./batched.ts";
import { compression } from "./compression.ts";
import type { Constraint } from "./constraint.ts";
import { groups } from "./groups.ts";
import { knowledge } from "./knowledge.ts";
import { kvFamilies } from "./kv_families.ts";
import { latency } from "./latency.ts";
import { levels } from "./levels.ts";
import { precision } from "./precision.ts";
import { problems } from "./problems.ts";
import { serial } from "./serial.ts";
import { speedFrontier } from "./speed_frontiers.ts";
import { throughput } from "./throughput.ts";
import { voting } from "./voting.ts";

/** Every constraint, C1 to C51, in their order. */
export const constraints: readonly Constraint[] = [
  ...serial,
  ...precision,
  ...knowledge,
  ...batched,
  ...voting,
  ...groups,
  ...latency,
  ...speedFrontier,
  ...throughput,
  ...compression,
  ...kvFamilies,
  ...levels,
  ...problems,
];
