/**
 * A number that can be compared exactly. A number or bigint is the value it
 * holds (0.1 the binary one, not a tenth), a text a decimal or a fraction
 * ("0.3333", "1.5e3", "320/960"), a ratio of whole numbers what it says.
 */
export type Exact =
  | number
  | bigint
  | string
  | {
    readonly numerator: number | bigint;
    readonly denominator: number | bigint;
  };

/** numerator / denominator, the denominator above 0. Not reduced. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** An exact number once read: finite, and no text. */
export type Rational = number | bigint | Fraction;

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;
/** Exponents beyond a double's are refused, in texts as in numbers. */
const LARGEST_EXPONENT = 308;

/**
 * Reads a number in any of its forms, so that comparing need not read it
 * again. `what` names it in the RangeError for NaN, infinities, texts that are
 * no number and denominators not above 0.
 */
export function rational(value: Exact, what = "a number"): Rational {
  const read = readRational(value);
  if (read !== undefined) return read;
  throw new RangeError(
    `Cannot compare ${what}: it is no finite number, ${shownAs(value)}`,
  );
}

/** The same as a fraction of two BigInts. */
export function fraction(value: Exact): Fraction {
  const read = rational(value);
  if (typeof read === "bigint") return { numerator: read, denominator: 1n };
  return typeof read === "number" ? ofNumber(read) : read;
}

/** Negative, 0 or positive as a is below, equal to or above b, exactly. */
export function compareRational(a: Rational, b: Rational): number {
  // The language compares numbers with BigInts by their values, exactly.
  if (typeof a !== "object" && typeof b !== "object") {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const [x, y] = [fraction(a), fraction(b)];
  const left = x.numerator * y.denominator;
  const right = y.numerator * x.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `compareRational` of numbers in any form; refuses what `rational` does. */
export function compareExact(a: Exact, b: Exact): number {
  return compareRational(rational(a), rational(b));
}

/** a - b, exactly. */
export function difference(a: Rational, b: Rational): Fraction {
  const [x, y] = [fraction(a), fraction(b)];
  return {
    numerator: x.numerator * y.denominator - y.numerator * x.denominator,
    denominator: x.denominator * y.denominator,
  };
}

/** The number read, or nothing when it is none. */
function readRational(value: Exact): Rational | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : undefined;
  }
  if (typeof value === "string") return ofText(value);
  return ofRatio(value?.numerator, value?.denominator);
}

function ofRatio(
  numerator: number | bigint,
  denominator: number | bigint,
): Fraction | undefined {
  const isWhole = (x: number | bigint) =>
    typeof x === "bigint" || Number.isInteger(x);
  if (!isWhole(numerator) || !isWhole(denominator) || denominator <= 0) {
    return undefined;
  }
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

function ofNumber(value: number): Fraction {
  let denominator = 1n;
  // Doubling is exact, and ends: a double has at most 1,074 binary places.
  while (!Number.isInteger(value)) {
    value *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(value), denominator };
}

function ofText(text: string): Fraction | undefined {
  const parts = text.split("/").map(ofDecimal);
  const [over, under = { numerator: 1n, denominator: 1n }] = parts;
  if (parts.length > 2 || !over || parts.includes(undefined)) return undefined;
  return ofRatio(
    over.numerator * under.denominator,
    over.denominator * under.numerator,
  );
}

function ofDecimal(text: string): Fraction | undefined {
  const parts = DECIMAL.exec(text);
  if (!parts) return undefined;
  const [, sign, integer, decimals = "", exponent = "0"] = parts;
  const power = Number(exponent);
  if (Math.abs(power) > LARGEST_EXPONENT) return undefined;
  const digits = BigInt(`${integer}${decimals}`) * (sign === "-" ? -1n : 1n);
  const places = decimals.length - power;
  return places >= 0
    ? { numerator: digits, denominator: 10n ** BigInt(places) }
    : { numerator: digits * 10n ** BigInt(-places), denominator: 1n };
}

function shownAs(value: Exact): string {
  if (typeof value === "string") return `"${value}"`;
  return typeof value === "object" && value !== null
    ? `${value.numerator}/${value.denominator}`
    : String(value);
}
