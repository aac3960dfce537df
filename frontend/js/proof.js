// A fresh proof that forms come from here, for a page that stayed open while its writer signed in again elsewhere.
// Answers whether there is one. Somebody else who signed in meanwhile gets none: it is not their text.
export async function renew(form) {
  try {
    const answer = await fetch("/proof", { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return false;
    const { csrf_token: token, person } = await answer.json();
    if (!token || person !== form.dataset.draftPerson) return false;
    for (const field of document.querySelectorAll("input[name='csrf_token']")) field.value = token;
    return true;
  } catch {
    return false;
  }
}
