// Keeps the place in a long text when the window becomes wider or narrower: what stood at the top stands there again once
// the lines have broken anew. `<div {@attach staysAt("section")}>` inside whatever scrolls.

/** How far below the top of what scrolls the eye reads: under the tabs, which stay. */
const EYE = 46;

export function staysAt(parts: string): (text: HTMLElement) => () => void {
  return (text) => {
    const scroller = text.closest<HTMLElement>(".scroll");
    if (!scroller) return () => undefined;
    let width = text.clientWidth;
    let at: { part: Element; share: number } | null = null;
    const eye = () => scroller.getBoundingClientRect().top + EYE;
    const remember = () => {
      // Lines that are breaking anew scroll too; that is not where somebody went.
      if (text.clientWidth !== width) return;
      const part = [...text.querySelectorAll(parts)].find((one) => one.getBoundingClientRect().bottom > eye());
      const box = part?.getBoundingClientRect();
      const begun = scroller.scrollTop > 0 && box;
      at = part && begun ? { part, share: (eye() - box.top) / Math.max(1, box.height) } : null;
    };
    const watch = new ResizeObserver(() => {
      if (text.clientWidth === width) return;
      width = text.clientWidth;
      if (!at?.part.isConnected) return;
      const box = at.part.getBoundingClientRect();
      scroller.scrollTop += box.top + at.share * box.height - eye();
    });
    watch.observe(text);
    scroller.addEventListener("scroll", remember, { passive: true });
    return () => {
      watch.disconnect();
      scroller.removeEventListener("scroll", remember);
    };
  };
}
