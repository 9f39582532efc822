// A person at VS Code: opens files, types, reads what appears. Every wait is for something to be seen.

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";

const SCREEN = { width: 1280, height: 800 };
const QUIET = [
  "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run",
  "--disable-background-networking", "--disable-component-update",
];

export class Person {
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
    return new Person(browser, page, folder, album);
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
    for (let attempt = 0; attempt < 3 && !(await tab.isVisible()); attempt += 1) {
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

  async run(command) {
    await this.keyboard.press("F1");
    await this.#answer(`>${command}`);
    await this.#choices().filter({ hasText: command }).first().waitFor();
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

  /** Answer the question for a file's name, once its folder is listed. */
  async saveAs(path) {
    await this.#answer(path);
    await this.#choices().first().waitFor();
    await this.page.locator(".quick-input-widget .quick-input-action .monaco-button", { hasText: "OK" }).click();
  }

  press(keys) {
    return this.keyboard.press(keys);
  }

  click(selector) {
    return this.page.locator(selector).first().click();
  }

  /** Double-click what the document shows with `text`, once it is there. */
  doubleClick(text) {
    const inner = this.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    return inner.locator("[data-line]:not(section)", { hasText: text }).first().dblclick();
  }

  /** Wait for a button of the side bar's title. */
  button(title) {
    return this.page.locator(`.sidebar .title-actions [aria-label^="${title}"], .sidebar .pane-header [aria-label^="${title}"]`).first().waitFor();
  }

  /** What is seen at a selector, once `text` is. */
  async see(selector, text) {
    const seen = this.page.locator(selector);
    await seen.filter({ hasText: text }).first().waitFor();
    return seen.allInnerTexts();
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

  /** The messages of the Problems panel, once one of them has `text`. */
  async problems(text, timeout = 60_000) {
    await this.keyboard.press("Control+Shift+m");
    const filter = this.page.locator(".viewpane-filter input, .markers-panel-action-filter input").first();
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    const end = Date.now() + timeout;
    do {
      // What comes late to a file that has problems already passes the filter only when that changes.
      await filter.fill("");
      await filter.fill(text);
      await rows.filter({ hasText: text }).first().waitFor({ timeout: 5_000 }).catch(() => undefined);
    } while (!(await rows.filter({ hasText: text }).count()) && Date.now() < end);
    await rows.filter({ hasText: text }).first().waitFor();
    const found = await rows.allInnerTexts();
    await this.photograph(`problems-${text}`);
    await this.keyboard.press("Control+j"); // closes the panel
    await this.page.locator(".markers-panel").waitFor({ state: "hidden" });
    await this.keyboard.press("Control+1"); // back to the editor
    return found.map((row) => row.replace(/\s+/g, " ").trim());
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

  /** The text of the first message with `text`, and its buttons. */
  async message(text) {
    const box = this.page.locator(".notification-list-item", { hasText: text }).first();
    await box.waitFor();
    await this.photograph("message");
    const buttons = await box.locator(".monaco-text-button").allInnerTexts();
    return { text: await box.locator(".notification-list-item-message").innerText(), buttons };
  }

  take(button) {
    return this.page.locator(".notification-list-item .monaco-text-button", { hasText: button }).click();
  }

  /** The entry of the settings page with `text`. */
  async setting(text) {
    const entry = this.page.locator(".settings-editor .setting-item-contents", { hasText: text }).first();
    await entry.waitFor();
    await this.photograph("settings");
    return entry.innerText();
  }

  /** Which log the output panel shows. Its text needs a native module that not every build has. */
  async log() {
    const choice = this.page.locator(".panel .monaco-select-box").first();
    await choice.waitFor();
    await this.photograph("log");
    return choice.inputValue();
  }

  /** The text of the Markdown preview, which lives in a frame inside a frame. */
  async preview(text) {
    const inner = this.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    const body = inner.locator("body", { hasText: text });
    await body.waitFor();
    await this.photograph("explain");
    return body.innerText();
  }

  /** What an empty Blueprint view says, once it has `text`. */
  async welcome(text) {
    const view = this.page.locator(".welcome-view-content", { hasText: text }).first();
    await view.waitFor();
    await this.photograph("welcome");
    return view.innerText();
  }

  /** Wait for a file to be in front. */
  tab(name) {
    return this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 60_000 });
  }

  /** The rows of the Blueprint view, once one has `text`. */
  async tree(text) {
    const rows = this.#tree();
    await rows.filter({ hasText: text }).first().waitFor();
    return rows.allInnerTexts();
  }

  /** Unfold every row of the view, on a screen that is high enough for the `count` that there are then. */
  async unfoldAll(count) {
    await this.page.setViewportSize({ width: 1280, height: 300 + 22 * count });
    const folded = this.#tree().and(this.page.locator('[aria-expanded="false"]'));
    const last = this.#row(count - 1);
    while (!(await last.isVisible())) {
      await last.or(folded).first().waitFor();
      await folded.last().locator(".monaco-tl-twistie").click({ timeout: 2_000 }).catch(() => undefined);
    }
  }

  /** Click the row at that place of the view, counted from 0, once it has `text`. */
  clickRow(place, text) {
    return this.#row(place).filter({ hasText: text }).click();
  }

  /** Unfold a row of the view, and give the rows once one has `text`. */
  async unfold(label, text) {
    const row = this.#tree().filter({ hasText: label }).first();
    if ((await row.getAttribute("aria-expanded")) !== "true") {
      await row.locator(".monaco-tl-twistie").click();
    }
    return this.tree(text);
  }

  /** Click a row of the view; gives the name of the file that it leads to. */
  async follow(text) {
    await this.#tree().filter({ hasText: text }).first().click();
    await this.page.locator('.tab.active[data-resource-name="data.blueprint"]').waitFor();
    return this.page.locator(".tab.active").first().getAttribute("data-resource-name");
  }

  /** The lines that the editor in front shows, once they have `text`. */
  async text(text) {
    const lines = this.page.locator(".editor-group-container .view-lines", { hasText: text }).first();
    await lines.waitFor();
    return lines.innerText();
  }

  /** The files that a project would have; then all of them are taken. */
  async acceptFiles(text) {
    const rows = this.page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: text }).first().waitFor({ timeout: 60_000 });
    await this.photograph("files");
    const title = await this.page.locator(".quick-input-title").innerText();
    await this.page.locator(".quick-input-widget .quick-input-action .monaco-button", { hasText: "OK" }).click();
    return title;
  }

  #tree() {
    return this.page.locator(".pane-body .tree-explorer-viewlet-tree-view .monaco-list-row");
  }

  /** Whether the preview shows an element with `text` without anybody scrolling there. */
  async inSight(text) {
    const inner = this.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    const element = inner.locator(`[data-path="data.blueprint"][data-line]:not(section)`, { hasText: text }).first();
    await element.waitFor();
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const isThere = await element.evaluate((found) => {
        const { top, bottom } = found.getBoundingClientRect();
        return top < innerHeight && bottom > 0;
      });
      if (isThere) {
        await this.photograph("scrolled");
        return true;
      }
      await this.page.waitForTimeout(250);
    }
    return false;
  }

  #row(place) {
    return this.#tree().and(this.page.locator(`[data-index="${place}"]`));
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
