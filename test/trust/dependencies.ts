/** What we depend on: pinned, without scripts that run on installing, with known licences; and what a tampered package meets. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import { type Trial, trial } from "./trial.ts";

/** The locks of the repository: the pipeline and runner, the notebooks' bundler, the browser of tests, the mutation tester. */
export const HOMES = [
  ".",
  "notebooks",
  "test/browser/chromium",
  "test/mutation",
];

interface Locked {
  readonly integrity?: string;
}

/** A lock: versions by what was asked for, packages by name and version. */
async function lockOf(home: string): Promise<{
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, Locked>>;
}> {
  return JSON.parse(await Deno.readTextFile(join(home, "deno.lock")));
}

/** Every package of every lock has a SHA-512, every import one exact version, and no script is approved. */
export async function pinned(): Promise<Trial> {
  const cases: { what: string; sound: boolean }[] = [];
  for (const home of HOMES) {
    const settings = JSON.parse(
      await Deno.readTextFile(join(home, "deno.json")),
    );
    for (const [name, from] of Object.entries(settings.imports ?? {})) {
      cases.push({
        what: `${home}: ${name} is ${from}`,
        sound: /^npm:(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/.test(String(from)),
      });
    }
    const { specifiers, npm } = await lockOf(home);
    // Deno follows a lock that gives another version than was asked for.
    for (const [asked, version] of Object.entries(specifiers)) {
      cases.push({
        what: `${home}: ${asked} is locked to ${version}`,
        // Peers it was resolved with stand behind it.
        sound: asked.endsWith(`@${version.split("_")[0]}`),
      });
    }
    for (const [name, { integrity }] of Object.entries(npm)) {
      cases.push({
        what: `${home}: ${name} has ${integrity}`,
        sound: /^sha512-[\w+/]{86}==$/.test(integrity ?? ""),
      });
    }
    cases.push({
      what: `${home}: scripts are approved`,
      sound: !("allowScripts" in settings),
    });
    const { lock } = settings;
    cases.push({ what: `${home}: its lock is not frozen`, sound: lock.frozen });
  }
  return await trial(
    "pinned packages",
    cases,
    ({ what, sound }) => sound ? null : what,
  );
}

/** Packages that are installed, by licence. */
export async function licences(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const store = "node_modules/.deno";
  for (const key of Object.keys((await lockOf(".")).npm)) {
    // Peers a package was resolved with follow its version.
    const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key)!;
    const path = join(
      store,
      `${name!.replace("/", "+")}@${version}`,
      "node_modules",
      name!,
      "package.json",
    );
    const { license, licenses } = JSON.parse(
      await Deno.readTextFile(path),
    );
    const said = license?.type ?? license ??
      licenses?.map(({ type }: { type: string }) => type).join(" OR ") ??
      "none said";
    found.set(said, [...found.get(said) ?? [], key]);
  }
  return new Map([...found].sort(([a], [b]) => a < b ? -1 : 1));
}

/** A tar of text files, compressed: what a registry serves. */
function tarball(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [name, text] of Object.entries(files)) {
    const content = new TextEncoder().encode(text);
    const head = new Uint8Array(512);
    const put = (at: number, words: string) =>
      head.set(new TextEncoder().encode(words), at);
    put(0, `package/${name}`);
    put(100, "0000644\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, `${content.length.toString(8).padStart(11, "0")}\0`);
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    const sum = head.reduce((all, byte) => all + byte, 0);
    put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
    const body = new Uint8Array(Math.ceil(content.length / 512) * 512);
    body.set(content);
    blocks.push(head, body);
  }
  blocks.push(new Uint8Array(1024));
  return gzipSync(new Uint8Array(blocks.flatMap((block) => [...block])));
}

const integrityOf = (bytes: Uint8Array) =>
  `sha512-${createHash("sha512").update(bytes).digest("base64")}`;

const PACKAGE = {
  name: "plain",
  version: "1.0.0",
  main: "main.js",
  scripts: {
    preinstall: "touch ran",
    install: "touch ran",
    postinstall: "touch ran",
  },
};

const sound = tarball({
  "package.json": JSON.stringify(PACKAGE),
  "main.js": "module.exports = 1;\n",
});
const tampered = tarball({
  "package.json": JSON.stringify(PACKAGE),
  "main.js": "module.exports = 2;\n",
});

/** How an install ended, and what it left. */
interface Installed {
  readonly code: number;
  readonly main: string | null;
  /** Whether a script of the package ran. */
  readonly ran: boolean;
}

/** Installs one package frozen, from a registry that serves some bytes, against a lock that holds a digest. */
async function installed(
  serves: Uint8Array,
  lock: { readonly integrity: string; readonly version?: string },
): Promise<Installed> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const { pathname, origin } = new URL(request.url);
      if (pathname.endsWith("1.0.0.tgz")) return new Response(serves.slice());
      if (pathname.endsWith(".tgz")) return new Response(tampered.slice());
      const published = (version: string, bytes: Uint8Array) => ({
        ...PACKAGE,
        version,
        hasInstallScript: true,
        dist: {
          tarball: `${origin}/plain/-/plain-${version}.tgz`,
          // The registry says of itself what suits it.
          integrity: integrityOf(bytes),
        },
      });
      return Response.json({
        name: "plain",
        "dist-tags": { latest: "1.0.1" },
        versions: {
          "1.0.0": published("1.0.0", serves),
          "1.0.1": published("1.0.1", tampered),
        },
      });
    },
  );
  const found = { code: 0, main: null as string | null, ran: false };
  try {
    await inTemporaryFolder(async (folder) => {
      const { version = "1.0.0", integrity } = lock;
      await Deno.writeTextFile(
        join(folder, "deno.json"),
        JSON.stringify({
          imports: { plain: "npm:plain@1.0.0" },
          nodeModulesDir: "auto",
          lock: { path: "./deno.lock", frozen: true },
        }),
      );
      await Deno.writeTextFile(
        join(folder, "deno.lock"),
        JSON.stringify({
          version: "5",
          specifiers: { "npm:plain@1.0.0": version },
          npm: { [`plain@${version}`]: { integrity, scripts: true } },
          workspace: { dependencies: ["npm:plain@1.0.0"] },
        }),
      );
      const { code } = await new Deno.Command(Deno.execPath(), {
        args: ["install", "--quiet", "--frozen"],
        cwd: folder,
        env: {
          NPM_CONFIG_REGISTRY: `http://127.0.0.1:${server.addr.port}`,
          DENO_DIR: join(Deno.cwd(), folder, ".cache"),
          NO_COLOR: "1",
        },
        stdout: "piped",
        stderr: "piped",
      }).output();
      found.code = code;
      const inside = join(folder, "node_modules/plain");
      found.main = await Deno.readTextFile(join(inside, "main.js"))
        .catch(() => null);
      for (const place of [folder, inside]) {
        found.ran ||= await Deno.stat(join(place, "ran"))
          .then(() => true, () => false);
      }
    });
  } finally {
    await server.shutdown();
  }
  return found;
}

/** What a frozen install makes of packages and locks that were tampered with. */
export async function tampering(): Promise<Trial> {
  const right = { integrity: integrityOf(sound) };
  const cases: [string, () => Promise<Installed>, boolean][] = [
    ["the sound package", () => installed(sound, right), true],
    [
      "another package under the same name",
      () => installed(tampered, right),
      false,
    ],
    [
      "a lock with the digest of another package",
      () => installed(sound, { integrity: integrityOf(tampered) }),
      false,
    ],
    [
      "a lock with one letter changed",
      () => {
        const { integrity } = right;
        const letter = integrity[20] === "A" ? "B" : "A";
        return installed(sound, {
          integrity: integrity.slice(0, 20) + letter + integrity.slice(21),
        });
      },
      false,
    ],
    [
      "a lock with another version",
      () => installed(sound, { ...right, version: "1.0.1" }),
      false,
    ],
  ];
  return await trial(
    "tampered packages and locks",
    cases,
    async ([what, install, taken]) => {
      const { code, main, ran } = await install();
      if (ran) return `${what}: its script ran`;
      if (taken) {
        return code === 0 && main?.endsWith("= 1;\n")
          ? null
          : `${what}: refused`;
      }
      return code !== 0 && main?.endsWith("= 2;\n") !== true
        ? null
        : `${what}: taken with ${code}, ${main}`;
    },
  );
}
