/** Values that differ as JSON, each where it first stands. */
export function distinct<T>(values: readonly T[]): T[] {
  return [
    ...new Map(values.map((each) => [JSON.stringify(each), each])).values(),
  ];
}
