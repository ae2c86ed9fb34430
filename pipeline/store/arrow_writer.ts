/** apache-arrow's file writer with the length prefixes the format asks for. */
import { RecordBatchFileWriter, type Table } from "apache-arrow";
import { CompressionType } from "./zstd.ts";

/** Prefix of a buffer that was not worth compressing. */
const UNCOMPRESSED = -1n;

/**
 * apache-arrow 21.2 puts the compressed length before a compressed buffer; the
 * format wants the uncompressed one, and all other readers need it.
 */
class FileWriter extends RecordBatchFileWriter {
  protected override _compressBodyBuffers(buffers: ArrayBufferView[]) {
    const body = super._compressBodyBuffers(buffers);
    buffers.forEach(({ byteLength }, at) => {
      const prefix = body.buffers[2 * at]!;
      if (prefix.byteLength === 0) return;
      const view = new DataView(prefix.buffer, prefix.byteOffset);
      if (view.getBigInt64(0, true) === UNCOMPRESSED) return;
      view.setBigInt64(0, BigInt(byteLength), true);
    });
    return body;
  }
}

/** The table as Arrow IPC file bytes, its buffers compressed with ZSTD. */
export function fileBytes(table: Table): Uint8Array {
  const writer = new FileWriter({ compressionType: CompressionType.ZSTD });
  for (const batch of table.batches) writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true);
}
