// A person at VS Code: writes, and looks at all that is around the text. Every wait is for something to be seen.

import { Writer } from "./writer.mjs";

export class Person extends Writer {
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

  /** The messages of the Problems panel, once one of them has `text`. */
  async problems(text, timeout = 60_000) {
    const filter = this.page.locator(".viewpane-filter input, .markers-panel-action-filter input").first();
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    const wanted = rows.filter({ hasText: text }).first();
    const end = Date.now() + timeout;
    while (!(await wanted.isVisible()) && Date.now() < end) {
      // Where all problems are filtered out, one that comes later is shown only when the panel opens anew.
      await this.#closePanel();
      await this.keyboard.press("Control+Shift+m");
      await filter.fill(text);
      await wanted.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    await wanted.waitFor();
    const found = await rows.allInnerTexts();
    await this.photograph(`problems-${text}`);
    await this.#closePanel();
    await this.keyboard.press("Control+1"); // back to the editor
    return found.map((row) => row.replace(/\s+/g, " ").trim());
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
    const [row, wanted] = [label, text].map((words) => this.#tree().filter({ hasText: words }).first());
    for (let attempt = 0; attempt < 10 && !(await wanted.isVisible()); attempt += 1) {
      // The tree may be drawn anew between a look at it and the click.
      if ((await row.getAttribute("aria-expanded")) !== "true") {
        await row.locator(".monaco-tl-twistie").click();
      }
      await wanted.waitFor({ timeout: 3_000 }).catch(() => undefined);
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

  async #closePanel() {
    const panel = this.page.locator(".markers-panel");
    if (await panel.isVisible()) {
      await this.keyboard.press("Control+j");
      await panel.waitFor({ state: "hidden" });
    }
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
}
