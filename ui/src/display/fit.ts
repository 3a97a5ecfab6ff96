// A list on the projector that shows as many of its rows as there is room for and says how many are left: nobody can
// scroll a wall. Not here: which rows come first.

/** Keeps the rows of a list within the nearest `.clip` around it; `more` says in words how many of how many are left. */
export function fit(more: (left: number, all: number) => string) {
  return (list: HTMLElement) => {
    const clip = list.closest<HTMLElement>(".clip");
    if (!clip) return;
    const measure = () => {
      const rows = [...list.children] as HTMLElement[];
      for (const row of rows) row.hidden = false;
      list.removeAttribute("data-more");
      const bottom = clip.getBoundingClientRect().bottom;
      const left = (room: number) => rows.filter((row) => row.getBoundingClientRect().bottom > bottom - room + 1);
      if (left(0).length === 0) return;
      const over = left(Number.parseFloat(getComputedStyle(list).fontSize) * 1.5);
      for (const row of over) row.hidden = true;
      list.dataset["more"] = more(over.length, rows.length);
    };
    const resized = new ResizeObserver(measure);
    resized.observe(clip);
    const changed = new MutationObserver(measure);
    changed.observe(clip, { childList: true, subtree: true, characterData: true });
    measure();
    return () => {
      resized.disconnect();
      changed.disconnect();
    };
  };
}
