// Opens the seat's page: the colours of the device, then the seat. While a screen is being built, `?fake` puts fixtures
// behind the door; a production bundle does not contain them.
import { mount } from "svelte";
import "./seat.css";
import { seat } from "./seat.svelte";
import Seat from "./Seat.svelte";

async function begin(): Promise<void> {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  theme();
  dark.addEventListener("change", theme);
  if (import.meta.env.DEV && new URLSearchParams(location.search).has("fake")) {
    const { openFakeSeat } = await import("../wire/fake/seat");
    openFakeSeat(new URLSearchParams(location.search).get("fake") ?? "");
  }
  const place = document.getElementById("seat");
  if (place === null) throw new Error("seat.html has no place for the seat");
  mount(Seat, { target: place });
  await seat.begin();
}

void begin();
