// A server that dies is started again, and the person is told; one that keeps dying is left alone.

import { window } from "vscode";
import {
  CloseAction,
  ErrorAction,
  type CloseHandlerResult,
  type ErrorHandler,
  type ErrorHandlerResult,
} from "vscode-languageclient/node";

const MOST = 4;
const WITHIN_MS = 3 * 60_000;

/** Counts the ends of one server. */
export class Resilience implements ErrorHandler {
  private ends: number[] = [];

  /** A message that could not be sent: if the server has gone, `closed` follows. */
  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < WITHIN_MS), now];
    if (this.ends.length > MOST) {
      const message = `Blueprint: the language server ended ${this.ends.length} times within three minutes, and is not started again. “Blueprint: Show Log” tells more, “Blueprint: Restart Server” tries anew.`;
      return { action: CloseAction.DoNotRestart, message };
    }
    void window.showWarningMessage("Blueprint: the language server ended unexpectedly, and was started again.");
    return { action: CloseAction.Restart, handled: true };
  }
}
