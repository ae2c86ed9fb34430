/** The second thread that makes pictures: one order, one delivery. */
/// <reference lib="deno.worker" />
import { delivered, type Order } from "./picture_makers.ts";

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  self.postMessage(await delivered(data));
};
