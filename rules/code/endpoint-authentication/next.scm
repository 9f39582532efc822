; for: typescript tsx javascript
; anchors: GET POST PUT PATCH DELETE OPTIONS HEAD NextApiRequest NextApiHandler req.method

; A route handler: `export async function GET`.
(export_statement
  declaration: (function_declaration name: (identifier) @handler)
  (#any-of? @handler "GET" "POST" "PUT" "PATCH" "DELETE" "HEAD" "OPTIONS"))

; `export const POST = …`, `export const { GET, POST } = handlers`.
(export_statement
  declaration: (lexical_declaration
    (variable_declarator
      name: [
        (identifier) @handler
        (object_pattern (shorthand_property_identifier_pattern) @handler)
        (object_pattern (pair_pattern value: (identifier) @handler))]))
  (#any-of? @handler "GET" "POST" "PUT" "PATCH" "DELETE" "HEAD" "OPTIONS"))

; `export { handler as GET }`, `export { GET } from "./other"`.
(export_specifier
  name: (identifier) @handler .
  (#any-of? @handler "GET" "POST" "PUT" "PATCH" "DELETE" "HEAD" "OPTIONS"))

(export_specifier
  alias: (identifier) @handler
  (#any-of? @handler "GET" "POST" "PUT" "PATCH" "DELETE" "HEAD" "OPTIONS"))
