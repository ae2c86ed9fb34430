/** The kinds of values our tables hold. */
export type ColumnType =
  | "text"
  | "uint8"
  | "uint16"
  | "uint32"
  | "int32"
  | "int64"
  | "float64"
  | "bool";

/** A column of one of our Arrow tables. */
export interface Column {
  readonly name: string;
  /** Text is dictionary<int32, utf8>; int64 stays within 2^53. */
  readonly type: ColumnType;
  readonly nullable?: true;
  readonly meaning: string;
}
