// The page's pulse: what reads `beat()` is drawn again four times a second while somebody looks. It measures how long
// ago something came and is no clock; times come from views.
import { createSubscriber } from "svelte/reactivity";

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 250);
  return () => clearInterval(timer);
});

/** Milliseconds that only grow, as of the last beat. */
export function beat(): number {
  subscribe();
  return performance.now();
}
