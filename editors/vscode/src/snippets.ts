// Tab stops in code actions. The protocol has them since 3.18 (`SnippetTextEdit`); the client library
// does not yet know them, so they travel through it as plain edits and are put back here.

import { SnippetString, SnippetTextEdit, TextEdit, WorkspaceEdit, type CodeAction } from "vscode";
import type { ClientCapabilities, StaticFeature, CodeAction as ProtocolAction } from "vscode-languageclient/node";
import type { BaseLanguageClient } from "vscode-languageclient/node";

/** Tells the server that an edit may have tab stops. */
export class SnippetEdits implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const edits = ((capabilities.workspace ??= {}).workspaceEdit ??= {});
    Object.assign(edits, { snippetEditSupport: true });
  }

  initialize(): void {}

  getState(): { kind: "static" } {
    return { kind: "static" };
  }

  clear(): void {}
}

/** Makes `client` understand code actions whose edits have tab stops. */
export function understandSnippets(client: BaseLanguageClient): void {
  client.registerFeature(new SnippetEdits());
  const converter = client.protocol2CodeConverter;
  const asCodeAction = converter.asCodeAction.bind(converter);
  const asCodeActionResult = converter.asCodeActionResult.bind(converter);

  converter.asCodeAction = (async (action: ProtocolAction, token) => {
    const snippets = flatten(action);
    const converted = await asCodeAction(action, token);
    return converted && restore(converted, snippets);
  }) as typeof converter.asCodeAction;

  converter.asCodeActionResult = async (actions, token) => {
    const snippets = actions.map((action) => flatten(action as ProtocolAction));
    const converted = await asCodeActionResult(actions, token);
    return converted.map((action, place) => ("edit" in action ? restore(action as CodeAction, snippets[place]!) : action));
  };
}

/** Turns the snippet edits of an action into plain ones; gives their texts. */
function flatten(action: ProtocolAction): Set<string> {
  const snippets = new Set<string>();
  for (const change of action.edit?.documentChanges ?? []) {
    for (const edit of "edits" in change ? change.edits : []) {
      const snippet = (edit as { snippet?: { value: string } }).snippet;
      if (snippet) {
        (edit as { newText?: string }).newText = snippet.value;
        snippets.add(snippet.value);
      }
    }
  }
  return snippets;
}

/** Turns the plain edits with those texts back into snippet edits. */
function restore(action: CodeAction, snippets: Set<string>): CodeAction {
  if (!action.edit || snippets.size === 0) {
    return action;
  }
  for (const [uri, edits] of action.edit.entries()) {
    action.edit.set(uri, undefined as never); // `set` adds to what is there: clear it first
    action.edit.set(uri, edits.map((edit) => withTabStops(edit, snippets)));
  }
  return action;
}

function withTabStops(edit: TextEdit, snippets: Set<string>): TextEdit | SnippetTextEdit {
  return snippets.has(edit.newText) ? new SnippetTextEdit(edit.range, new SnippetString(edit.newText)) : edit;
}
