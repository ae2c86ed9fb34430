import { deepEqual, equal } from "node:assert/strict";
import { join, resolve } from "node:path";
import { writeAskedStudy } from "../../fixtures/asked_study.ts";
import { contents, start } from "../../fixtures/commands.ts";
import { withFakeVllm } from "../../fixtures/fake_vllm.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("a bundle needs nothing but Deno, and seals the files the repository seals", () =>
  inTemporaryFolder(async (folder) => {
    const { code, stderr } = await start("bundle", [
      "--allow-write",
      "--allow-run",
    ], [join(folder, "dist")]).ended;
    equal(code, 0, stderr);
    // Another folder, no packages fetched before, no configuration.
    const elsewhere = await Deno.makeTempDir({ dir: folder });
    const bundle = resolve(folder, "dist/notallbits");
    const call = async (...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(bundle, {
        args,
        cwd: elsewhere,
        env: {
          DENO: Deno.execPath(),
          DENO_DIR: resolve(elsewhere, ".cache"),
        },
      }).output();
      const text = new TextDecoder();
      equal(code, 0, text.decode(stderr));
      return text.decode(stdout);
    };
    await writeAskedStudy(join(elsewhere, "data/asked"));
    await writeAskedStudy(join(folder, "repository/asked"));
    await withFakeVllm({ models: ["one"] }, async ({ url }) => {
      const args = [
        "--server",
        url,
        "--cpu",
        "two cores",
        "--only",
        "model=one",
      ];
      await call("run", "data/asked", ...args);
      const own = `./${join(folder, "repository/asked")}`;
      await start("run", [`--allow-run=${Deno.execPath()}`], [own, ...args])
        .ended;
      equal(
        (await start("seal", [`--allow-write=${folder}`], [own]).ended).code,
        0,
      );
    });
    await call("seal", "data/asked");
    const sealed = (set: string) =>
      [...contents(set)].filter(([path]) => path.endsWith(".arrow"));
    equal(sealed(join(elsewhere, "data/asked")).length > 0, true);
    deepEqual(
      sealed(join(elsewhere, "data/asked")),
      sealed(join(folder, "repository/asked")),
    );
  }));
