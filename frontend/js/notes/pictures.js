// Pictures pasted or dropped into a note: sent to the wiki, and named in the text where the cursor was.
export function pictures(root, token, say) {
  async function take(area, files) {
    for (const file of files) {
      const data = new FormData();
      data.set("csrf_token", token());
      data.set("file", file, file.name || "picture.png");
      try {
        const answer = await fetch("/files", { method: "POST", body: data, headers: { Accept: "application/json" } });
        const told = await answer.json();
        if (!told.files?.length) say(area.form, told.errors?.join(" ") ?? "");
        else area.setRangeText(`${told.files[0].markdown}\n`, area.selectionStart, area.selectionEnd, "end");
      } catch {
        say(area.form, null);
      }
    }
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const [kind, from] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
    root.addEventListener(kind, (event) => {
      const area = event.target.closest?.("textarea[name=body]");
      const files = [...(event[from]?.files ?? [])].filter((file) => file.type.startsWith("image/"));
      if (!area || !files.length) return;
      event.preventDefault();
      take(area, files);
    });
  }
}
