// A writer at VS Code: opens files, types, picks commands, completions and fixes. Every wait is for something to be seen.

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";

const SCREEN = { width: 1280, height: 800 };
const QUIET = [
  "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run",
  "--disable-background-networking", "--disable-component-update",
];

export class Writer {
  /**
   * Sit down at `url`, with `folder` open, or the several of the file `workspace`; screenshots go to `album`. What
   * `payload` tells VS Code, a program would be started with.
   */
  static async at(url, { folder, workspace, payload }, album) {
    const query = new URLSearchParams(workspace ? { workspace } : { folder });
    if (payload) {
      query.set("payload", JSON.stringify(Object.entries(payload)));
    }
    const browser = await chromium.launch({
      executablePath: process.env.BLUEPRINT_CHROMIUM ?? "/usr/bin/chromium", chromiumSandbox: false, args: QUIET,
    });
    const page = await browser.newPage({ viewport: SCREEN });
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/?${query}`, { waitUntil: "domcontentloaded" });
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
    mkdirSync(album, { recursive: true });
    return new this(browser, page, folder, album);
  }

  constructor(browser, page, folder, album) {
    Object.assign(this, { browser, page, folder, album });
    this.keyboard = page.keyboard;
  }

  /** Look at a screen of the usual size. */
  sitBack() {
    return this.page.setViewportSize(SCREEN);
  }

  leave() {
    return this.browser.close();
  }

  photograph(name) {
    return this.page.screenshot({ path: join(this.album, `${name}.png`) });
  }

  /** Open a file of the folder. The whole path is typed: that works without a search program. */
  async open(path) {
    const tab = this.page.locator(`.tab.active[data-resource-name="${basename(path)}"]`);
    for (let attempt = 0; attempt < 6 && !(await tab.isVisible()); attempt += 1) {
      await this.keyboard.press("Control+p");
      await this.#answer(join(this.folder, path));
      await this.#choices().filter({ hasText: basename(path) }).first().waitFor();
      await this.keyboard.press("Enter");
      await this.#prompt().waitFor({ state: "hidden" });
      // The list may change between the look at it and the key.
      await tab.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    await tab.waitFor();
    await this.page.locator(".monaco-editor .view-line").first().waitFor();
  }

  /** Run a command of the palette; an extension's own come there a while after the window has opened. */
  async run(command) {
    const offered = this.#choices().filter({ hasText: command }).first();
    for (let attempt = 0; attempt < 10 && !(await offered.isVisible()); attempt += 1) {
      await this.keyboard.press("F1");
      await this.#answer(`>${command}`);
      await offered.waitFor({ timeout: 5_000 }).catch(() => this.keyboard.press("Escape"));
    }
    await offered.waitFor();
    await this.keyboard.press("Enter");
  }

  async goTo(line, column) {
    await this.keyboard.press("Control+g");
    await this.#answer(`:${line}:${column}`);
    await this.#choices().filter({ hasText: new RegExp(`line ${line}\\b`, "i") }).first().waitFor();
    await this.keyboard.press("Enter");
    await this.#prompt().waitFor({ state: "hidden" });
  }

  async fillIn(text) {
    await this.#answer(text);
    await this.keyboard.press("Enter");
  }

  /** What is offered to choose from, once `text` is among it. */
  async choices(text) {
    await this.#choices().filter({ hasText: text }).first().waitFor();
    await this.photograph("choices");
    return this.#choices().allInnerTexts();
  }

  /** Take what is offered with `text`. */
  async choose(text) {
    await this.#answer(text);
    await this.#choices().filter({ hasText: text }).first().waitFor();
    await this.keyboard.press("Enter");
  }

  /** Save under the name that is proposed, once it is `name`. */
  async saveAs(name) {
    await this.page.locator(".quick-input-title", { hasText: "Save" }).waitFor();
    while (!(await this.#prompt().inputValue()).endsWith(name)) {
      await this.page.waitForTimeout(100);
    }
    await this.#choices().first().waitFor();
    await this.page.locator(".quick-input-widget .quick-input-action .monaco-button", { hasText: "OK" }).click();
  }

  press(keys) {
    return this.keyboard.press(keys);
  }

  type(text) {
    return this.keyboard.type(text, { delay: 15 });
  }

  /** Save the change that has just been made, once it is there. */
  async save() {
    await this.page.locator(".tab.active.dirty").waitFor();
    await this.keyboard.press("Control+s");
    await this.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
  }

  async hover(text) {
    await this.keyboard.press("Control+k");
    await this.keyboard.press("Control+i");
    const box = this.page.locator(".monaco-hover:not(.hidden) .hover-contents", { hasText: text }).first();
    await box.waitFor();
    await this.photograph("hover");
    const read = await box.innerText();
    await this.keyboard.press("Escape");
    return read;
  }

  /** What completion offers at the cursor, asked for if it does not come by itself. */
  async suggestions() {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row");
    await rows.first().waitFor({ timeout: 2_000 }).catch(() => this.keyboard.press("Control+Space"));
    await rows.first().waitFor();
    await this.photograph("completion");
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")));
  }

  async accept(label) {
    const row = this.page.locator(".suggest-widget.visible .monaco-list-row.focused", { hasText: label });
    await row.waitFor();
    await this.keyboard.press("Enter");
    await this.page.locator(".suggest-widget.visible").waitFor({ state: "detached" });
  }

  /** Take the quick fix of that title; gives the titles down to it. */
  async fix(title) {
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    await this.keyboard.press("Control+.");
    // While another language's server still starts, VS Code may say that there are none.
    await rows.first().waitFor({ timeout: 5_000 }).catch(() => this.keyboard.press("Control+."));
    await rows.first().waitFor();
    const focused = this.page.locator(".action-widget .monaco-list-row.action.focused");
    const titles = [];
    while (titles.at(-1) !== title) {
      const next = await focused.innerText();
      if (titles.includes(next)) {
        throw new Error(`${title} is not among ${titles.join(", ")}`);
      }
      titles.push(next);
      if (next !== title) {
        await this.keyboard.press("ArrowDown");
      }
    }
    await this.photograph(`fix-${title}`.replace(/[^\w-]+/g, "-"));
    await this.keyboard.press("Enter");
    await this.page.locator(".action-widget").waitFor({ state: "hidden" });
    return titles;
  }

  /** Click the lens with `text`; gives what the list of references inside the editor shows, once one has `row`. */
  async references(text, row) {
    await this.page.locator(".codelens-decoration a:visible", { hasText: text }).first().click();
    const list = this.page.locator(".peekview-widget .ref-tree .monaco-list-row");
    await list.filter({ hasText: row }).first().waitFor();
    await this.photograph("references");
    const rows = await list.allInnerTexts();
    await this.keyboard.press("Escape");
    await this.page.locator(".peekview-widget").waitFor({ state: "detached" });
    return rows;
  }

  async rename(name) {
    await this.keyboard.press("F2");
    const box = this.page.locator(".rename-box input");
    await box.waitFor();
    await box.fill(name);
    await this.photograph("rename");
    await this.keyboard.press("Enter");
    await box.waitFor({ state: "hidden" });
  }

  #prompt() {
    return this.page.locator(".quick-input-widget input.input");
  }

  #choices() {
    return this.page.locator(".quick-input-list .monaco-list-row");
  }

  async #answer(text) {
    await this.#prompt().waitFor({ state: "visible" });
    await this.#prompt().fill(text);
  }
}
