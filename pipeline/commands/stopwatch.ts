/** Door to the clock: where the time of a task goes. */

/** Says on the error channel how many seconds each stage took, at its end; the first call counts from the start of the process. */
export function stopwatch(): (stage: string) => void {
  let since = 0;
  return (stage) => {
    const now = performance.now();
    console.error(`${stage.padEnd(10)} ${((now - since) / 1000).toFixed(2)} s`);
    since = now;
  };
}
