// What stands in the editor and depends on its text: asked for again when that has changed and rests.
const REST = 1500; // ms without a change

export function asks(form) {
  for (const place of form.querySelectorAll("[data-asks]")) {
    let last = null;
    let timer = 0;
    const ask = async () => {
      const body = form.elements.body.value;
      if (body === last) return;
      last = body;
      const data = new FormData();
      for (const name of ["csrf_token", "body", "base"]) data.set(name, form.elements[name]?.value ?? "");
      const ticked = new Set([...place.querySelectorAll("input:checked")].map((input) => input.value));
      try {
        const answer = await fetch(place.dataset.asks, { method: "POST", body: data });
        if (!answer.ok) return;
        place.innerHTML = await answer.text();
      } catch {
        last = null; // not reached: asked again with the next change
        return;
      }
      for (const input of place.querySelectorAll("input")) input.checked = ticked.has(input.value);
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, REST);
    });
  }
}
