; for: typescript tsx javascript
; anchors: fetch( axios got( got. undici

; `fetch(url, { … })`.
(call_expression
  function: (identifier) @client
  arguments: (arguments) @_arguments
  (#eq? @client "fetch")) @call

; `axios(…)`, `axios.get(…)`, `axios.create(…)`, `got.post(…)`.
(call_expression
  function: [
    (identifier) @client
    (member_expression object: (identifier) @client)]
  (#any-of? @client "axios" "got")) @call
