; for: typescript tsx javascript
; anchors: Unsafe( Unsafe< .query( .query< .raw( .raw< .execute( .execute< .unsafe( .unsafe< .prepare(

; A call that runs text: `db.query(sql)`, `prisma.$queryRawUnsafe(sql)`, `sql.raw(text)`. With type arguments behind
; `await` the grammar reads it as a call of what is awaited.
(call_expression
  function: [
    (member_expression property: (property_identifier) @_name)
    (await_expression (member_expression property: (property_identifier) @_name))]
  arguments: (arguments . [
    (template_string (template_substitution))
    (binary_expression)
    (identifier)
    (object)
    (call_expression)])
  (#any-of? @_name
    "query" "raw" "execute" "unsafe" "prepare" "$queryRawUnsafe" "$executeRawUnsafe")) @call
