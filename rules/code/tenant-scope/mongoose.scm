; for: typescript tsx javascript
; anchors: findById findOne updateOne deleteOne replaceOne countDocuments estimatedDocumentCount bulkWrite
; anchors: insertMany insertOne updateMany deleteMany mongoose Mongoose mongodb models. Model

; Operations that only models and collections have.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  (#any-of? @operation
    "findById" "findByIdAndUpdate" "findByIdAndDelete" "findByIdAndRemove" "findOne" "findOneAndUpdate"
    "findOneAndDelete" "findOneAndRemove" "findOneAndReplace" "updateOne" "updateMany" "deleteOne" "deleteMany"
    "replaceOne" "countDocuments" "estimatedDocumentCount" "bulkWrite" "bulkSave" "insertMany" "insertOne")) @access

; Everyday names: `find` takes a filter here, not a function.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  arguments: (arguments) @_arguments
  (#not-match? @_arguments "^\\(\\s*(async\\b\\s*)?(\\(|[\\w$]+\\s*=>|function\\b)")
  (#any-of? @operation "find" "create" "save" "aggregate" "distinct" "exists" "remove" "count" "watch")) @access
