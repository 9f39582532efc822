(block . (identifier) @name . (block_start)) @item
(block . (identifier) @context . [(identifier) (string_lit)] @name) @item
