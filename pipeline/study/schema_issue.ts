import * as v from "valibot";

/** A schema issue in our words: the path, what is wrong, the value. */
export function told(issue: v.BaseIssue<unknown>): string[] {
  const inner = issue.type === "union" || issue.type === "variant"
    ? issue.issues
    : undefined;
  if (inner?.length) {
    return inner.flatMap((each) =>
      told({ ...each, path: joined(issue, each) })
    );
  }
  const path = v.getDotPath(issue) ?? "the whole file";
  const given = JSON.stringify(issue.input) ?? "nothing";
  const short = given.length > 60 ? `${given.slice(0, 57)}...` : given;
  if (issue.type === "strict_object" && issue.expected === "never") {
    return [`${path} is not a key we know`];
  }
  if (
    /^(strict|loose)_object$/.test(issue.type) && issue.received === "undefined"
  ) {
    return [`${path} is missing`];
  }
  return [`${path}: ${issue.message}, given ${short}`];
}

function joined(outer: v.BaseIssue<unknown>, inner: v.BaseIssue<unknown>) {
  const path = [...(outer.path ?? []), ...(inner.path ?? [])];
  return (path.length > 0 ? path : undefined) as v.BaseIssue<unknown>["path"];
}
