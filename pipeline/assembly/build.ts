/** `deno task kernel`: the compiled kernels as modules of ours. */
import { main } from "assemblyscript/asc";

const KERNELS = [
  { source: "kernel.ts", to: "../statistics/kernel_bytes.ts" },
  { source: "columns.ts", to: "../store/columns_bytes.ts" },
];

for (const { source, to } of KERNELS) {
  const { error, stderr } = await main([
    source,
    "--outFile",
    "kernel.wasm",
    "-O3",
    "--noAssert",
    "--runtime",
    "stub",
    "--enable",
    "simd",
  ]);
  if (error) {
    throw new Error(`Cannot build ${source}: ${stderr.toString()}`);
  }
  const bytes = await Deno.readFile("kernel.wasm");
  await Deno.remove("kernel.wasm");
  const lines = bytes.toBase64().match(/.{1,76}/g)!;
  await Deno.writeTextFile(
    to,
    `/** assembly/${source} compiled, in base64; made by \`deno task kernel\`, never edited. */
export const KERNEL = \`
${lines.join("\n")}
\`;
`,
  );
  console.log(`${to}: ${bytes.length} bytes`);
}
