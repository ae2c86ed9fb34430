import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { CompletionAsk } from "../../runner/completion.ts";
import { ServerError } from "../../runner/retry.ts";
import { connect } from "../../runner/server.ts";
import { impatience } from "../fixtures/asked_study.ts";
import {
  continuation,
  fakeVllm,
  tokenize,
  withFakeVllm,
} from "../fixtures/fake_vllm.ts";
import { someSampling } from "../fixtures/trajectories.ts";

const ask: CompletionAsk = {
  model: "one",
  prompt: tokenize("1+1="),
  maxTokens: 8,
  minTokens: 0,
  seed: 5,
  stop: [2],
  sampling: someSampling,
};

/** A server that answers everything alike. */
async function withAnswer(
  answer: (request: Request) => Response | Promise<Response>,
  test: (url: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    answer,
  );
  try {
    await test(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

const text = (error: unknown) => String(error) + Deno.inspect(error);

Deno.test("connect() asks everything there is to ask", () =>
  withFakeVllm({ stopOneIn: 6 }, async ({ url }) => {
    const server = connect(`${url}//`, null, impatience);
    equal(server.url, url);
    equal(await server.version(), "0.32.0");
    deepEqual(await server.models(), [{ id: "one", maxModelLen: 512 }]);
    deepEqual(await server.tokenize("one", "</think>1"), [2, ...tokenize("1")]);
    ok((await server.metrics()).includes("vllm:cache_config_info{"));
    const { prompt, ...given } = await server.complete(ask);
    deepEqual(given, continuation(ask, 6));
    deepEqual(prompt, ask.prompt);
  }));

Deno.test("what may pass is asked again, what cannot is told at once with status and place", async () => {
  for (const failure of [429, 500, 503, "hang up"] as const) {
    await withFakeVllm({
      failure: (_, before) => before < 2 ? failure : null,
    }, async ({ url, asked }) => {
      await connect(url, null, impatience).complete(ask);
      deepEqual(asked.map(({ served }) => served), [false, false, true]);
    });
  }
  for (const failure of [400, 404]) {
    await withFakeVllm({ failure: () => failure }, async ({ url, asked }) => {
      await rejects(
        connect(url, null, impatience).complete(ask),
        (error: ServerError) => {
          equal(error.status, failure);
          ok(error.message.startsWith(
            `Cannot ask ${url}/v1/completions: status ${failure}, The engine is unwell`,
          ));
          return true;
        },
      );
      equal(asked.length, 1);
    });
  }
});

Deno.test("no word of a private message is told, while it is asked again or in the end", async () => {
  for (const status of [400, 429, 500, 503]) {
    await withAnswer(
      async (request) => new Response(await request.text(), { status }),
      async (url) => {
        const told: string[] = [];
        const server = connect(url, null, {
          ...impatience,
          waiting: (error) => void told.push(text(error)),
        });
        await rejects(
          server.tokenizeChat("one", "a secret"),
          (error: unknown) => {
            told.push(text(error));
            return error instanceof ServerError && error.status === status;
          },
        );
        equal(told.length, status === 400 ? 1 : 3);
        ok(told.every((each) => !each.includes("secret")), told.join());
      },
    );
  }
  await withAnswer(
    async (request) => new Response(await request.text()),
    async (url) => {
      await rejects(
        connect(url, null, impatience).tokenizeChat("one", "a secret"),
        (error: unknown) => !text(error).includes("secret"),
      );
    },
  );
});

Deno.test("a server that stays away is told after all tries", async () => {
  const fake = fakeVllm();
  await fake.end();
  await rejects(connect(fake.url, null, impatience).version(), {
    name: "ServerError",
    message: `Cannot ask ${fake.url}/version: connection refused`,
    server: fake.url,
    why: "connection refused",
    status: null,
  });
  await withFakeVllm({ failure: () => "hang up" }, async ({ url, asked }) => {
    await rejects(connect(url, null, impatience).complete(ask), {
      name: "ServerError",
      status: null,
    });
    equal(asked.length, 3);
  });
});

Deno.test("an interrupted request ends at once with the reason of the interruption", () =>
  withFakeVllm({ slowness: 50 }, async ({ url }) => {
    const interrupted = new AbortController();
    const reply = connect(url, null, impatience)
      .complete(ask, interrupted.signal);
    interrupted.abort(new Error("Interrupted"));
    await rejects(reply, /^Error: Interrupted$/);
  }));

Deno.test("a redirect is refused at once and not followed", async () => {
  const paths: string[] = [];
  await withAnswer((request) => {
    const { pathname } = new URL(request.url);
    paths.push(pathname);
    return pathname === "/elsewhere"
      ? Response.json({ version: "0.32.0" })
      : new Response(null, {
        status: 307,
        headers: { location: "/elsewhere" },
      });
  }, async (url) => {
    await rejects(connect(url, null, impatience).version(), {
      name: "ServerError",
      message:
        `Cannot ask ${url}/version: status 307, a redirect, which is not followed`,
      status: 307,
    });
  });
  deepEqual(paths, ["/version"]);
});

Deno.test("replies of other shapes are refused, naming the address and showing nothing of them", async () => {
  await withAnswer(() => new Response("<html>secret"), async (url) => {
    const server = connect(url, null, impatience);
    await rejects(server.complete(ask), {
      name: "TypeError",
      message:
        `Cannot read the reply of ${url}/v1/completions: it is not JSON, 12 characters of something else`,
    });
    await rejects(server.version(), {
      name: "TypeError",
      message:
        `Cannot read the reply of ${url}/version: 12 characters, not JSON`,
    });
  });
  await withAnswer(() => Response.json({ data: [{ id: 1 }] }), async (url) => {
    await rejects(
      connect(url, null, impatience).complete(ask),
      (error: Error) =>
        error.message.startsWith(
          `Cannot read the reply of ${url}/v1/completions: choices: `,
        ),
    );
    await rejects(
      connect(url, null, impatience).models(),
      /Cannot read the reply of .*\/v1\/models: /,
    );
  });
});

Deno.test("a refusal is told in the server's words, a page of something else by type and length", async () => {
  const told = async (reply: () => Response) => {
    let message = "";
    await withAnswer(reply, async (url) => {
      const error = await connect(url, null, impatience).complete(ask).catch((
        its,
      ) => its);
      message = error.message.replace(`Cannot ask ${url}/v1/completions: `, "");
    });
    return message;
  };
  const status = { status: 400 };
  for (
    const body of [
      { error: { message: "too long" } },
      { message: "too long" },
      { detail: "too long" },
    ]
  ) {
    equal(
      await told(() => Response.json(body, status)),
      "status 400, too long",
    );
  }
  const page = "<html>a secret</html>";
  equal(
    await told(() =>
      new Response(page, {
        ...status,
        headers: { "content-type": "text/html" },
      })
    ),
    "status 400, 21 characters of text/html",
  );
  equal(
    await told(() =>
      Response.json({ error: { message: ["a secret"] } }, status)
    ),
    "status 400, 34 characters of application/json",
  );
});

Deno.test("a request that the server gave up is sent again", async () => {
  let asked = 0;
  await withAnswer(
    () =>
      Response.json({
        choices: [{
          text: "12",
          finish_reason: ++asked < 3 ? "abort" : "length",
          token_ids: [1, 2],
        }],
      }),
    async (url) => {
      const { ids } = await connect(url, null, impatience).complete(ask);
      deepEqual([ids, asked], [[1, 2], 3]);
    },
  );
});

Deno.test("the key goes into the authorization header and nowhere else", async () => {
  const headers: [string, string][] = [];
  let body = "";
  await withAnswer(async (request) => {
    headers.push(...request.headers);
    body = request.url + await request.text();
    return new Response("no", { status: 400 });
  }, async (url) => {
    await rejects(connect(url, "canary", impatience).complete(ask));
  });
  deepEqual(
    headers.filter(([, value]) => value.includes("canary")),
    [["authorization", "Bearer canary"]],
  );
  equal(body.includes("canary"), false);
});

Deno.test("a server that wants a key gets it, and refuses another once", () =>
  withFakeVllm({ key: "canary" }, async ({ url }) => {
    await connect(url, "canary", impatience).complete(ask);
    await rejects(
      connect(url, "other", impatience).complete(ask),
      { name: "ServerError", status: 401 },
    );
  }));

Deno.test("no error repeats the key, whatever the server says of it", async () => {
  const echo = ({ headers }: Request) => headers.get("authorization")!;
  const answers: ((request: Request) => Response)[] = [
    (request) => new Response(echo(request), { status: 400 }),
    (request) => new Response(echo(request), { status: 500 }),
    (request) => new Response(echo(request)),
    (request) => Response.json({ choices: echo(request) }),
    (request) => Response.json({ version: [echo(request)] }),
    (request) =>
      new Response(null, {
        status: 307,
        headers: { location: `http://127.0.0.1:1/${echo(request)}` },
      }),
  ];
  for (const answer of answers) {
    await withAnswer(answer, async (url) => {
      const server = connect(url, "canary", impatience);
      const both = [() => server.complete(ask), () => server.version()];
      for (const request of both) {
        await rejects(request(), (error) => {
          ok(!text(error).includes("canary"), text(error));
          return true;
        });
      }
    });
  }
});

Deno.test("a key no header can carry is refused and not repeated", () => {
  for (const key of ["can\nary", "canary\u0000", "canaryé→"]) {
    let told = "";
    try {
      connect("http://127.0.0.1:1", key, impatience);
    } catch (error) {
      told = text(error);
    }
    ok(/NOTALLBITS_API_KEY|API key/.test(told), told);
    ok(!told.includes("ary"), told);
  }
});

Deno.test("a server's Retry-After is honoured", async () => {
  let asked = 0;
  await withAnswer(
    () =>
      ++asked === 1
        ? new Response("busy", { status: 429, headers: { "retry-after": "7" } })
        : Response.json({ version: "1" }),
    async (url) => {
      const pauses: number[] = [];
      const server = connect(url, null, {
        ...impatience,
        pause: (seconds) => Promise.resolve(void pauses.push(seconds)),
      });
      equal(await server.version(), "1");
      deepEqual(pauses, [7]);
    },
  );
});

Deno.test("drop() lets go of everything that is asked, for the reason given", () =>
  withFakeVllm({ slowness: 1e6 }, async ({ url, abandon }) => {
    const server = connect(url, null, impatience);
    const replies = [1, 2, 3].map((seed) => server.complete({ ...ask, seed }));
    const all = Promise.allSettled(replies);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const reason = new Error("enough");
    server.drop(reason);
    deepEqual(
      await all,
      replies.map(() => ({ status: "rejected", reason })),
    );
    await abandon();
  }));
