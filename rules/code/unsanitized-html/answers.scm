; for: typescript tsx javascript
; anchors: .send( .html(

; An answer that is HTML put together: res.send(`<p>${name}</p>`).
(call_expression
  function: (member_expression
    object: (_) @_answer
    property: (property_identifier) @_send)
  arguments: (arguments . (template_string (template_substitution)) @html)
  (#match? @_answer "^(res|reply|response|c|ctx)(\\.status\\(.*\\)|\\.type\\(.*\\)|\\.header\\(.*\\))*$")
  (#any-of? @_send "send" "html" "end")
  (#match? @html "^`\\s*<"))
