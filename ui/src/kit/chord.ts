// Ctrl+Enter sends a form from any of its fields, also from those of several lines where Enter begins a new one.

/** `<form {@attach sendsByChord}>` */
export function sendsByChord(form: HTMLFormElement): () => void {
  const down = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    form.requestSubmit();
  };
  form.addEventListener("keydown", down);
  return () => form.removeEventListener("keydown", down);
}
