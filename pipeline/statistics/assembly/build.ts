/** `deno task kernel`: the compiled kernel as a module of ours, kernel_bytes.ts. */
import { main } from "assemblyscript/asc";

const { error, stderr } = await main([
  "kernel.ts",
  "--outFile",
  "kernel.wasm",
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd",
]);
if (error) throw new Error(`Cannot build the kernel: ${stderr.toString()}`);
const bytes = await Deno.readFile("kernel.wasm");
await Deno.remove("kernel.wasm");
const lines = bytes.toBase64().match(/.{1,76}/g)!;
await Deno.writeTextFile(
  "../kernel_bytes.ts",
  `/** assembly/kernel.ts compiled, in base64; made by \`deno task kernel\`, never edited. */
export const KERNEL = \`
${lines.join("\n")}
\`;
`,
);
console.log(`${bytes.length} bytes`);
