; Goes to ~/.config/helix/runtime/queries/blueprint/indents.scm: blueprints have the syntax of HCL.
; inherits: hcl
