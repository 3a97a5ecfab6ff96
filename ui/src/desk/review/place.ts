// Where in a page of the report something stands that is being written. Pure but for the page it is given.

/** What is being written. `at` is the number of the objective or the title of the finding. */
export interface Place {
  part: "summary" | "objective" | "finding";
  at: string;
}

/** The element to turn the page to; the part's heading where nothing is written yet, null where the page does not have it. */
export function find(page: Document, place: Place): Element | null {
  switch (place.part) {
    case "summary":
      return page.getElementById("summary");
    case "objective": {
      const objectives = page.querySelectorAll("#objectives article");
      return objectives[Number(place.at)] ?? page.getElementById("objectives");
    }
    case "finding": {
      const title = place.at.trim();
      if (title === "") return page.getElementById("objectives");
      const all = [...page.querySelectorAll("#objectives .finding")];
      return all.find((one) => one.firstElementChild?.textContent?.trim().startsWith(title)) ?? null;
    }
  }
}
