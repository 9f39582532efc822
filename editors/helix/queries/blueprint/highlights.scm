; Goes to ~/.config/helix/runtime/queries/blueprint/highlights.scm: blueprints have the syntax of HCL, whose grammar Helix has.

(comment) @comment

; Sections stand at the margin, blocks in them.
(config_file (body (block . (identifier) @keyword)))
(block (body (block . (identifier) @type)))
(block . (identifier) . (identifier) @label)
(attribute (identifier) @variable.other.member)
(function_call (identifier) @function)
(variable_expr (identifier) @constant)
(get_attr (identifier) @constant)

(quoted_template_start) @string
(quoted_template_end) @string
(template_literal) @string
(heredoc_identifier) @string
(heredoc_start) @string
(numeric_lit) @constant.numeric
(bool_lit) @constant.builtin.boolean
(null_lit) @constant.builtin

"=" @operator
["." ","] @punctuation.delimiter
[(block_start) (block_end) (tuple_start) (tuple_end) (object_start) (object_end)] @punctuation.bracket
["(" ")"] @punctuation.bracket
