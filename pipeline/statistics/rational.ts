/** A number that can be compared exactly: a number as the binary value it holds, texts as decimals or fractions. */
export type Exact = number | bigint | string | Fraction;

/** numerator / denominator, the denominator above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;
/** Exponents beyond a double's are refused, in texts as in numbers. */
const LARGEST_EXPONENT = 308;

function refuse(value: Exact): never {
  throw new RangeError(
    `Cannot compare ${String(value) || "nothing"}: it is not a finite number`,
  );
}

/** The exact value as a fraction, not reduced. */
export function fraction(value: Exact): Fraction {
  switch (typeof value) {
    case "bigint":
      return { numerator: value, denominator: 1n };
    case "number":
      return ofNumber(value);
    case "string":
      return ofText(value);
    case "object":
      if (value.denominator <= 0n) {
        refuse(`${value.numerator}/${value.denominator}`);
      }
      return value;
  }
}

function ofNumber(value: number): Fraction {
  if (!Number.isFinite(value)) refuse(value);
  let denominator = 1n;
  // Doubling is exact, and ends: a double has at most 1,074 binary places.
  while (!Number.isInteger(value)) {
    value *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(value), denominator };
}

function ofText(text: string): Fraction {
  const [over, under, ...more] = text.split("/");
  if (more.length > 0) refuse(text);
  const a = ofDecimal(over!, text);
  if (under === undefined) return a;
  const b = ofDecimal(under, text);
  if (b.numerator <= 0n) refuse(text);
  return {
    numerator: a.numerator * b.denominator,
    denominator: a.denominator * b.numerator,
  };
}

function ofDecimal(part: string, whole: string): Fraction {
  const [, sign, integer, decimals = "", exponent = "0"] = DECIMAL.exec(part) ??
    refuse(whole);
  const power = Number(exponent);
  if (Math.abs(power) > LARGEST_EXPONENT) refuse(whole);
  const digits = BigInt(`${integer}${decimals}`) * (sign === "-" ? -1n : 1n);
  const places = decimals.length - power;
  return places >= 0
    ? { numerator: digits, denominator: 10n ** BigInt(places) }
    : { numerator: digits * 10n ** BigInt(-places), denominator: 1n };
}

/** Negative, 0 or positive as a is below, equal to or above b, exactly. */
export function compareExact(a: Exact, b: Exact): number {
  if (typeof a === "number" && typeof b === "number") {
    if (!Number.isFinite(a)) refuse(a);
    if (!Number.isFinite(b)) refuse(b);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const [x, y] = [fraction(a), fraction(b)];
  const left = x.numerator * y.denominator;
  const right = y.numerator * x.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}
