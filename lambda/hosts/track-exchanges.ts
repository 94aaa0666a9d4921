import type { Proxy } from "../proxy.ts";

/** A proxy that knows which exchanges are under way, so that a server does not end before they are recorded. */
export function trackExchanges(proxy: Proxy): { proxy: Proxy; settled: () => Promise<void> } {
  const underWay = new Set<Promise<void>>();
  return {
    proxy(request, reply) {
      const exchange = proxy(request, reply).finally(() => underWay.delete(exchange));
      underWay.add(exchange);
      return exchange;
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
