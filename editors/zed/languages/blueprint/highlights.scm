(comment) @comment
(attribute (identifier) @property)
(variable_expr (identifier) @constant)
(get_attr (identifier) @constant)
(function_call (identifier) @function)

; Sections stand at the margin, blocks in them.
(config_file (body (block . (identifier) @keyword)))
(block (body (block . (identifier) @type)))
(block . (identifier) . (identifier) @title)

(quoted_template_start) @string
(quoted_template_end) @string
(template_literal) @string
(heredoc_identifier) @string
(heredoc_start) @string
(numeric_lit) @number
(bool_lit) @boolean
(null_lit) @constant

"=" @operator
["." ","] @punctuation.delimiter
[(block_start) (block_end) (tuple_start) (tuple_end) (object_start) (object_end)] @punctuation.bracket
["(" ")"] @punctuation.bracket
