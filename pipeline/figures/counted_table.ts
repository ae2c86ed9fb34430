/** What servers counted on their tensors, beside the memory rules. */
import {
  joinedIndexBytes,
  kvBytesPerToken,
  weightBytes,
} from "../study/memory.ts";
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { whose } from "./origin.ts";
import type { TextTable } from "./text_table.ts";

/** Table 1's bytes of the weights, what a server loads otherwise, and what it counted; null where none counted. */
export function countedTable(results: Results): TextTable | null {
  const { study, memory } = results;
  if (memory.length === 0) return null;
  const said = (bytes: number) => bytes.toLocaleString("en-US");
  return {
    name: "memory",
    title: `Memory counted tensor by tensor, bytes (${whose(results)})`,
    columns: [
      ["model", "Model"],
      ["weight_bits", "Weights"],
      ["rule_bytes", "Table 1"],
      ["tied_bytes", "Tied head loaded once"],
      ["joined_bytes", "Group indices of joined layers"],
      ["parameter_bytes", "Counted"],
      ["unexplained_bytes", "Unexplained"],
      ["server_reported_bytes", "The server's own figure"],
      ["kv_rule_bytes_per_token", "KV cache a token, table 2"],
      ["kv_bytes_per_token", "KV cache a token, the server's"],
    ],
    rows: memory.map((each) => {
      const model = study.models.find(({ name }) => name === each.model)!;
      const bits = study.weightBits.find((bits) => bits === each.weightBits)!;
      const rule = weightBytes(model, bits);
      const tied = weightBytes(model, bits, "tied once") - rule;
      const joined = 0 - joinedIndexBytes(model, bits);
      return [
        model.label,
        weightLabel(bits),
        said(rule),
        said(tied),
        said(joined),
        said(each.parameterBytes),
        said(each.parameterBytes - (rule + tied + joined)),
        each.serverReportedBytes === null
          ? "–"
          : said(each.serverReportedBytes),
        said(kvBytesPerToken(model)),
        said(each.kvBytesPerToken),
      ];
    }),
    note:
      "Table 1 counts some tied output heads twice, a server loads them once. A server joins query, key and value, " +
      "and gate and up; a joined layer has one group index for each input row, where separate layers have one each. " +
      "The server's own figure also holds what it keeps beside parameters, such as its table of positions.",
  };
}
