; Goes to ~/.config/helix/runtime/queries/blueprint/highlights.scm: blueprints have the syntax of HCL.
; inherits: hcl
