/** Shares that count as mostly and as rarely; the text says "often". */
export const MOSTLY = 0.8;
export const RARELY = 0.2;
