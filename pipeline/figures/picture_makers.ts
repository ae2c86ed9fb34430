/** Pictures made by two at a time: this thread and a second one. */
import { make, type Picture, type Rendering } from "./pictures.ts";

/** What the second thread is asked, once. */
export interface Order {
  readonly pictures: readonly Picture[];
  readonly rendering: Rendering;
}

/** What it answers: names and bytes. */
export type Delivery = readonly (readonly [name: string, bytes: Uint8Array])[];

/** Makes pictures, in the order given. */
export async function delivered(
  { pictures, rendering }: Order,
): Promise<Delivery> {
  const made: [string, Uint8Array][] = [];
  for (const picture of pictures) {
    made.push([picture.name, await make(picture, rendering)]);
  }
  return made;
}

/** The bytes of some pictures by name. PDF and PNG take about as long: where both are wanted a thread each, else half and half. */
export async function makePictures(
  pictures: readonly Picture[],
  rendering: Rendering,
): Promise<Map<string, Uint8Array>> {
  const formats = new Set(pictures.map(({ format }) => format));
  const elsewhere = pictures.filter(({ format }, at) =>
    formats.size > 1 ? format === "png" : at % 2 === 1
  );
  const here = pictures.filter((picture) => !elsewhere.includes(picture));
  const deliveries = await Promise.all([
    elsewhere.length > 0
      ? bySecondThread({ pictures: elsewhere, rendering })
      : [],
    delivered({ pictures: here, rendering }),
  ]);
  return new Map(deliveries.flat());
}

function bySecondThread(order: Order): Promise<Delivery> {
  const { promise, resolve, reject } = Promise.withResolvers<Delivery>();
  const worker = new Worker(
    new URL("./picture_worker.ts", import.meta.url).href,
    { type: "module" },
  );
  worker.onmessage = ({ data }: MessageEvent<Delivery>) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`Cannot make pictures: ${event.message}`));
  };
  worker.postMessage(order);
  return promise.finally(() => worker.terminate());
}
