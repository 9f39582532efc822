; for: typescript tsx javascript
; anchors: dangerouslySetInnerHTML innerHTML outerHTML insertAdjacentHTML

; `<div dangerouslySetInnerHTML={{ __html: html }} />`, and the same in an object of properties.
((pair
  key: (property_identifier) @_key
  value: (_) @html)
  (#eq? @_key "__html"))

; `element.innerHTML = html`.
(assignment_expression
  left: (member_expression property: (property_identifier) @_property)
  right: (_) @html
  (#any-of? @_property "innerHTML" "outerHTML"))

; `element.insertAdjacentHTML("beforeend", html)`.
(call_expression
  function: (member_expression property: (property_identifier) @_name)
  arguments: (arguments . (_) . (_) @html)
  (#eq? @_name "insertAdjacentHTML"))
