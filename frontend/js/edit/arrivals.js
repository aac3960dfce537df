// One file on its way: a line with its name, its progress, and what can be done when it doesn't arrive.
function key(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

export class Row {
  constructor(list, name) {
    Object.assign(this, { list, words: list.dataset, line: document.createElement("li"), name: document.createElement("span"), bar: document.createElement("progress"), keys: document.createElement("span") });
    this.name.textContent = name;
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", name);
    this.keys.className = "row";
    this.line.className = "arrival";
    this.line.append(this.name, this.bar, this.keys);
    list.append(this.line);
    list.hidden = false;
  }

  // What the server answers; refused with an Error whose message is for people.
  send(address, token, file) {
    const form = new FormData();
    form.set("csrf_token", token);
    form.set("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => (this.bar.value = total ? loaded / total : 0));
    this.bar.hidden = false;
    this.keys.replaceChildren(key(this.words.stop, () => request.abort()));
    return new Promise((done, failed) => {
      request.addEventListener("load", () => (request.status < 300 && request.response?.files?.length ? done(request.response.files[0]) : failed(new Error(this.reason(request)))));
      request.addEventListener("error", () => failed(new Error(this.words.line)));
      request.addEventListener("abort", () => failed(new Error(this.words.stopped)));
      request.send(form);
    });
  }

  reason({ status, response }) {
    if (response?.errors?.length) return response.errors.join(" ");
    return status === 413 ? this.words.large : this.words.failed;
  }

  // Whether to try once more.
  again(reason) {
    this.bar.hidden = true;
    const why = document.createElement("span");
    why.className = "arrival__why";
    why.textContent = reason;
    return new Promise((answer) => {
      const choose = (again) => () => {
        why.remove();
        answer(again);
      };
      this.keys.replaceChildren(key(this.words.again, choose(true)), key(this.words.leave, choose(false)));
      this.name.after(why);
    });
  }

  remove() {
    this.line.remove();
    this.list.hidden = !this.list.children.length;
  }
}
