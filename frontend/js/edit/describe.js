// Asks what a picture shows, while it is on its way: <dialog id="edit-picture">.
const LARGEST = 4 * 1024 * 1024; // bytes that are shown in the question

const read = (file) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result));
    reader.addEventListener("error", () => done(""));
    reader.readAsDataURL(file);
  });

// {alt, caption}; empty ones when the question is closed.
export async function describe(file) {
  const dialog = document.getElementById("edit-picture");
  if (!dialog) return {};
  const [picture, alt, caption] = ["[data-picture]", "[data-picture-alt]", "[data-picture-caption]"].map((name) => dialog.querySelector(name));
  picture.src = file.size <= LARGEST ? await read(file) : "";
  picture.hidden = !picture.src;
  [alt.value, caption.value] = ["", ""];
  dialog.returnValue = "";
  dialog.showModal();
  alt.focus();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  picture.removeAttribute("src");
  return dialog.returnValue === "put" ? { alt: alt.value, caption: caption.value } : {};
}
