/** Settings that are bookkeeping of the metric and not of the server. */
const NOT_SETTINGS = new Set(["engine"]);

/**
 * The server's cache settings from its metrics page: the labels of
 * `vllm:cache_config_info`, those that say None left out; empty where the page
 * has no such line.
 */
export function readCacheConfig(metrics: string): Record<string, string> {
  const labels = /^vllm:cache_config_info\{(.*)\}/m.exec(metrics)?.[1] ?? "";
  const settings: Record<string, string> = {};
  for (const [, name, value] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
    if (!name || name.startsWith("_") || NOT_SETTINGS.has(name)) continue;
    if (value !== undefined && value !== "None") settings[name] = value;
  }
  return settings;
}
