// Builds the seats' pages aside and weighs what a phone fetches: at most 60 kB compressed, in one script and one sheet,
// and nothing from elsewhere. Run by `npm test`.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "vite";

const MOST_BYTES = 60_000;
let failed = false;

for (const page of ["seat", "display"].filter((page) => existsSync(`${page}.html`))) {
  const outDir = mkdtempSync(join(tmpdir(), "rockdrill-weigh-"));
  try {
    await build({ mode: page, logLevel: "error", build: { outDir, emptyOutDir: true } });
    const names = readdirSync(outDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const files = names.map((one) => ({ name: one.name, bytes: readFileSync(join(one.parentPath, one.name)) }));
    const sum = (pack) => files.reduce((all, file) => all + pack(file.bytes).length, 0);
    const [gzip, brotli] = [sum((bytes) => gzipSync(bytes, { level: 9 })), sum((bytes) => brotliCompressSync(bytes))];
    const kinds = (end) => files.filter((file) => file.name.endsWith(end)).length;
    console.log(`${page}: ${gzip} bytes with gzip, ${brotli} with brotli, in ${files.length} files`);
    const says = (holds, what) => {
      if (!holds) console.error(`${page}: ${what}`);
      failed ||= !holds;
    };
    says(gzip <= MOST_BYTES, `more than ${MOST_BYTES} bytes: a slow phone in a full room waits for it`);
    says(kinds(".js") === 1 && kinds(".css") === 1 && files.length === 3, "one script and one sheet, or it takes more than one round trip");
    says(!files.some((file) => /fixture|openFake/.test(file.bytes.toString())), "the fixtures are in the bundle");
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
process.exit(failed ? 1 : 0);
