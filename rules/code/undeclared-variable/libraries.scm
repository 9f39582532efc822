; for: typescript tsx javascript
; anchors: ConfigService configService createEnv cleanEnv process.env Deno.env env-var Env( Env< env(" env('

; NestJS: `configService.get("PORT")`, `this.config.getOrThrow<string>("PORT")`.
(call_expression
  function: (member_expression
    object: [
      (identifier) @_config
      (member_expression property: [(property_identifier) (private_property_identifier)] @_config)]
    property: (property_identifier) @_get)
  arguments: (arguments . (string (string_fragment) @variable))
  (#match? @_config "[cC]onfig|^env$")
  (#any-of? @_get "get" "getOrThrow" "getString" "getNumber" "getBoolean" "require")
  (#match? @variable "^[A-Z][A-Z0-9_]+$"))

; Deno: `Deno.env.get("PORT")`.
(call_expression
  function: (member_expression
    object: (member_expression
      object: (identifier) @_deno
      property: (property_identifier) @_env)
    property: (property_identifier) @_get)
  arguments: (arguments . (string (string_fragment) @variable))
  (#eq? @_deno "Deno")
  (#eq? @_env "env")
  (#eq? @_get "get"))

; A schema of the environment: `createEnv({ server: { … } })`, `cleanEnv(process.env, { … })`.
(call_expression
  function: (identifier) @_name
  (#any-of? @_name "createEnv" "cleanEnv" "defineEnv")) @schema

; `schema.parse(process.env)`.
(call_expression
  function: (member_expression
    property: (property_identifier) @_name)
  arguments: (arguments . (member_expression
    object: (identifier) @_process
    property: (property_identifier) @_env))
  (#any-of? @_name "parse" "safeParse" "parseAsync" "validate" "validateSync")
  (#eq? @_process "process")
  (#eq? @_env "env")) @schema

; A helper that is named for the environment: `getEnv("PORT")`, `requireEnv("PORT")`, `env("PORT")`.
(call_expression
  function: (identifier) @_name
  arguments: (arguments . (string (string_fragment) @variable))
  (#match? @_name "^([a-z]\\w*)?([eE]nv|ENV)([A-Z]\\w*)?$")
  (#match? @variable "^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$"))

; `getEnv({ name: "PORT" })`.
(call_expression
  function: (identifier) @_name
  arguments: (arguments . (object (pair
    key: (property_identifier) @_key
    value: (string (string_fragment) @variable))))
  (#match? @_name "^([a-z]\\w*)?([eE]nv|ENV)([A-Z]\\w*)?$")
  (#eq? @_key "name")
  (#match? @variable "^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$"))
