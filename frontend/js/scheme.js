// Light, dark or as the device: at once, and kept in a cookie that the server reads for the next page.
const YEAR = 365 * 24 * 3600;

export function scheme() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-scheme-form]") || !event.submitter) return;
    event.preventDefault();
    const chosen = event.submitter.value;
    document.cookie = `scheme=${chosen}; path=/; max-age=${YEAR}; samesite=lax`;
    document.documentElement.dataset.scheme = chosen;
    document.querySelector("meta[name='color-scheme']")?.setAttribute("content", chosen === "auto" ? "light dark" : chosen);
    for (const key of document.querySelectorAll("[data-scheme-form] button")) key.setAttribute("aria-pressed", String(key.value === chosen));
    document.dispatchEvent(new CustomEvent("wiki:scheme"));
  });
}
