; for: typescript tsx javascript
; anchors: SELECT INSERT UPDATE DELETE MERGE TRUNCATE sql` $queryRaw $executeRaw Unsafe( .raw( .query( .execute( .unsafe(
; anchors: `select 'select "select `insert 'insert "insert `update 'update "update `delete 'delete "delete `with 'with "with

; A tagged template: the tag is the operation.
(call_expression
  function: [
    (identifier) @operation
    (member_expression property: (property_identifier) @operation)]
  arguments: (template_string) @_text
  (#match? @_text "(?i)^`(\\s|--[^\\n]*\\n|/\\*[\\s\\S]*?\\*/)*\\(?(select|insert\\s+into|update|delete\\s+from|merge\\s+into|replace\\s+into|truncate|with\\s)")) @access

; A template or a string that begins like a statement, wherever it stands; a judgement finds out what runs it.
((template_string) @access
  (#match? @access "(?i)^`(\\s|--[^\\n]*\\n|/\\*[\\s\\S]*?\\*/)*\\(?(select\\s|insert\\s+into\\s|update\\s+\\S+\\s+set\\s|delete\\s+from\\s|merge\\s+into\\s|replace\\s+into\\s|truncate\\s|with\\s+(recursive\\s+)?[\\w\"]+(\\s*\\([^)]*\\))?\\s+as\\s)"))

((string) @access
  (#match? @access "(?i)^[\"'](\\s|\\\\n|--[^\\n]*\\\\n)*\\(?(select\\s|insert\\s+into\\s|update\\s+\\S+\\s+set\\s|delete\\s+from\\s|merge\\s+into\\s|replace\\s+into\\s|truncate\\s|with\\s+(recursive\\s+)?[\\w\"]+(\\s*\\([^)]*\\))?\\s+as\\s)"))

; Methods that take any text for a statement.
(call_expression
  function: (member_expression property: (property_identifier) @operation)
  (#any-of? @operation "$queryRawUnsafe" "$executeRawUnsafe")) @access
