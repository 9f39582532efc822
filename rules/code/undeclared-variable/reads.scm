; for: typescript tsx javascript
; anchors: process.env import.meta.env Bun.env

; `process.env.DATABASE_URL`, `Bun.env.DATABASE_URL`.
(member_expression
  object: (member_expression
    object: (identifier) @_process
    property: (property_identifier) @_env)
  property: (property_identifier) @variable
  (#any-of? @_process "process" "Bun")
  (#eq? @_env "env"))

; `process.env["DATABASE_URL"]`.
(subscript_expression
  object: (member_expression
    object: (identifier) @_process
    property: (property_identifier) @_env)
  index: (string (string_fragment) @variable)
  (#any-of? @_process "process" "Bun")
  (#eq? @_env "env"))

; `import.meta.env.VITE_API_URL`.
(member_expression
  object: (member_expression
    object: (meta_property)
    property: (property_identifier) @_env)
  property: (property_identifier) @variable
  (#eq? @_env "env"))

; `const { DATABASE_URL, PORT: port } = process.env`.
(variable_declarator
  name: (object_pattern [
    (shorthand_property_identifier_pattern) @variable
    (pair_pattern key: (property_identifier) @variable)
    (object_assignment_pattern left: (shorthand_property_identifier_pattern) @variable)])
  value: (member_expression
    object: (identifier) @_process
    property: (property_identifier) @_env)
  (#any-of? @_process "process" "Bun")
  (#eq? @_env "env"))

; `process.env[name]`: which one is known only when it runs, or to those who call the function around it.
(subscript_expression
  object: (member_expression
    object: (identifier) @_process
    property: (property_identifier) @_env)
  index: [(identifier) (member_expression) (template_string) (binary_expression) (call_expression)] @computed
  (#any-of? @_process "process" "Bun")
  (#eq? @_env "env"))
