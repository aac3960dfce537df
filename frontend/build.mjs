// Builds everything that browsers load into wiki/web/static/dist, with names that carry a hash
// of the content, so that they may be cached for ever. The same sources give the same bytes:
// no dates, no absolute paths, sorted keys.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "wiki", "web", "static", "dist");

const scripts = ["read", "edit", "diagram", "notes"];
const settings = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify: true,
  target: ["es2022"],
  write: false,
};

function hashed(name, bytes) {
  const { name: stem, ext } = path.parse(name);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  return `${stem}-${digest}${ext}`;
}

async function bundles() {
  const css = await build({ ...settings, entryPoints: ["css/app.css"], outdir: "built", target: ["chrome123", "firefox128", "safari17.5"] });
  const found = [["app.css", css.outputFiles[0].contents, css.metafile]];
  for (const name of scripts) {
    const js = await build({ ...settings, entryPoints: [`js/${name}.js`], outdir: "built", format: "iife" });
    found.push([`${name}.js`, js.outputFiles[0].contents, js.metafile]);
  }
  return found;
}

// Which packages went into a bundle: read off the metafile, so that the list cannot go stale.
function packagesOf(metafile) {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const parts = input.split("node_modules/");
    if (parts.length < 2) continue;
    const [first, second] = parts.at(-1).split("/");
    packages.add(parts.slice(0, -1).join("node_modules/") + "node_modules/" + (first.startsWith("@") ? `${first}/${second}` : first));
  }
  return packages;
}

async function licenceOf(folder) {
  const names = await readdir(folder);
  const name = names.filter((each) => /^(licen[cs]e|copying)/i.test(each)).sort()[0];
  return name ? (await readFile(path.join(folder, name), "utf8")).replace(/\r\n/g, "\n").trim() : "(The package carries no licence text.)";
}

async function thirdParty(metafiles) {
  const folders = new Set(metafiles.flatMap((each) => [...packagesOf(each)]));
  const entries = new Map();
  for (const folder of folders) {
    const about = JSON.parse(await readFile(path.join(here, folder, "package.json"), "utf8"));
    entries.set(`${about.name} ${about.version}`, `Licence: ${about.license}\n\n${await licenceOf(path.join(here, folder))}`);
  }
  const icons = (await readFile(path.join(here, "static", "LICENCE-lucide.txt"), "utf8")).trim();
  entries.set("Lucide icons (icons.svg)", icons);
  const rule = "\n\n" + "=".repeat(78) + "\n\n";
  const body = [...entries.keys()].sort().map((key) => `${key}\n${entries.get(key)}`).join(rule);
  return `What other people wrote and these files contain. Made by frontend/build.mjs.${rule}${body}\n`;
}

const made = await bundles();
const files = made.map(([name, bytes]) => [name, bytes]);
for (const name of (await readdir(path.join(here, "static"))).sort()) {
  if (name.endsWith(".svg")) files.push([name, await readFile(path.join(here, "static", name))]);
}

if (existsSync(out)) await rm(out, { recursive: true });
await mkdir(out, { recursive: true });
const manifest = {};
for (const [name, bytes] of files) {
  manifest[name] = hashed(name, bytes);
  await writeFile(path.join(out, manifest[name]), bytes);
}
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(path.join(out, "manifest.json"), JSON.stringify(sorted, null, 2) + "\n");
await writeFile(path.join(out, "THIRD_PARTY.txt"), await thirdParty(made.map(([, , metafile]) => metafile)));
