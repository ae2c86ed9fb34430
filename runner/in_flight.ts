/** Room for so many actions at once, as many as allowed at the time. */
export interface InFlight {
  /** Runs an action when there is room for it. */
  readonly within: <T>(action: () => Promise<T>) => Promise<T>;
  /** Actions under way. */
  readonly busy: () => number;
  /** Looks again how many are allowed. */
  readonly widen: () => void;
}

/** Lets at most so many actions run at once, the others wait in the order they came. */
export function inFlight(most: () => number): InFlight {
  let busy = 0;
  const waiting: (() => void)[] = [];
  const widen = () => {
    while (waiting.length > 0 && busy < most()) {
      busy++;
      waiting.shift()!();
    }
  };
  return {
    busy: () => busy,
    widen,
    within: async (action) => {
      if (waiting.length === 0 && busy < most()) busy++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await action();
      } finally {
        busy--;
        widen();
      }
    },
  };
}
