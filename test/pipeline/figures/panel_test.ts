import { deepEqual } from "node:assert/strict";
import { placing } from "../../../pipeline/figures/panel.ts";

Deno.test("placing() worked by hand: 10 on a logarithmic axis of 1 to 100 is its middle, the highest value 16 pixels under the border", () => {
  const at = placing({
    x: { label: "", scale: "log", domain: [1, 100] },
    y: { label: "", scale: "percent", domain: [0, 50] },
  }, { width: 200, height: 116 });
  deepEqual(at(10, 0), [100, 116]);
  deepEqual(at(1, 50), [0, 16]);
  deepEqual(at(100, 25), [200, 66]);
});
