; Goes to ~/.config/helix/runtime/queries/blueprint/indents.scm.

[(block) (tuple) (object)] @indent
[(block_end) (tuple_end) (object_end)] @outdent
