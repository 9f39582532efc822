// What stands on the disk.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of one of the small blueprints. */
export function text(plan, name) {
  return readFileSync(join(plan.folder, name, `${name}.blueprint`), "utf8");
}
