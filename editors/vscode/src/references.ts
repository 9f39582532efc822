// The command behind "3 references" above a block: the server sends plain places, VS Code wants its own kind.

import { commands, Location, Position, Range, Uri } from "vscode";
import type { Location as Place, Position as Point } from "vscode-languageclient/node";

/** Show the places that refer to the name at `point` in the file. */
export async function showReferences(file: string, point: Point, places: Place[]): Promise<void> {
  const locations = places.map((place) => new Location(Uri.parse(place.uri), rangeOf(place.range.start, place.range.end)));
  await commands.executeCommand("editor.action.showReferences", Uri.parse(file), positionOf(point), locations);
}

function rangeOf(start: Point, end: Point): Range {
  return new Range(positionOf(start), positionOf(end));
}

function positionOf(point: Point): Position {
  return new Position(point.line, point.character);
}
