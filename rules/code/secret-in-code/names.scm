; for: typescript tsx javascript
; anchors: ecret assword asswd piKey PI_KEY pi_key ECRET ASSWORD rivateKey PRIVATE_KEY ccessToken uthToken ACCESS_TOKEN
; anchors: AUTH_TOKEN ncryptionKey ENCRYPTION_KEY igningKey SIGNING_KEY

; A text under a name that is a secret's: `{ apiKey: "…" }`, `const jwtSecret = "…"`, `config.secret = "…"`.
(pair
  key: [(property_identifier) @name (string (string_fragment) @name)]
  value: (string (string_fragment) @value)
  (#match? @name "([sS]ecret|SECRET|[pP]assword|PASSWORD|[pP]asswd|[aA]pi_?Key|API_KEY|api_key|[pP]rivateKey|PRIVATE_KEY|[aA]ccessToken|ACCESS_TOKEN|[aA]uthToken|AUTH_TOKEN|[eE]ncryptionKey|ENCRYPTION_KEY|[sS]igningKey|SIGNING_KEY)$"))

(variable_declarator
  name: (identifier) @name
  value: (string (string_fragment) @value)
  (#match? @name "([sS]ecret|SECRET|[pP]assword|PASSWORD|[pP]asswd|[aA]pi_?Key|API_KEY|api_key|[pP]rivateKey|PRIVATE_KEY|[aA]ccessToken|ACCESS_TOKEN|[aA]uthToken|AUTH_TOKEN|[eE]ncryptionKey|ENCRYPTION_KEY|[sS]igningKey|SIGNING_KEY)$"))

(assignment_expression
  left: (member_expression property: (property_identifier) @name)
  right: (string (string_fragment) @value)
  (#match? @name "([sS]ecret|SECRET|[pP]assword|PASSWORD|[pP]asswd|[aA]pi_?Key|API_KEY|api_key|[pP]rivateKey|PRIVATE_KEY|[aA]ccessToken|ACCESS_TOKEN|[aA]uthToken|AUTH_TOKEN|[eE]ncryptionKey|ENCRYPTION_KEY|[sS]igningKey|SIGNING_KEY)$"))

; What holds when the environment names no secret: `process.env.JWT_SECRET || "…"`.
((binary_expression
  left: (member_expression
    object: (member_expression property: (property_identifier) @_env)
    property: (property_identifier) @_name)
  right: (string (string_fragment) @fallback))
  (#eq? @_env "env")
  (#match? @_name "(SECRET|PASSWORD|API_KEY|PRIVATE_KEY|ACCESS_TOKEN|AUTH_TOKEN|ENCRYPTION_KEY|SIGNING_KEY)$"))
