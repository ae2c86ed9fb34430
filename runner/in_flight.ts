/** Runs an action when there is room for it. */
type InFlight = <T>(action: () => Promise<T>) => Promise<T>;

/** Lets at most so many actions run at once, the others wait in the order they came. */
export function inFlight(most: number): InFlight {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (action) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await action();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
