/** Doubles and whole numbers of 32 bits in lists. */

// @ts-ignore: a decorator
@inline
export function f(base: usize, at: i32): f64 {
  return load<f64>(base + (<usize> at << 3));
}

// @ts-ignore: a decorator
@inline
export function put(base: usize, at: i32, value: f64): void {
  store<f64>(base + (<usize> at << 3), value);
}

// @ts-ignore: a decorator
@inline
export function whole(base: usize, at: i32): i32 {
  return load<i32>(base + (<usize> at << 2));
}
