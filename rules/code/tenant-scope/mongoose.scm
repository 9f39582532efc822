; for: typescript tsx javascript
; anchors: findById findOne updateOne deleteOne replaceOne countDocuments estimatedDocumentCount bulkWrite
; anchors: insertMany insertOne updateMany deleteMany mongoose Mongoose mongodb models. Model
; anchors: /models .model" .model' .find({ .find() .create({ .create([ .exists({ .distinct( .aggregate([ .save()

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

; Queries that begin with a condition, and the pages that plugins make of them.
(call_expression
  function: (member_expression
    object: (_) @_model
    property: (property_identifier) @operation)
  (#match? @_model "(^|\\.)[A-Z]\\w*$|[mM]odel$")
  (#any-of? @operation "where" "paginate" "aggregatePaginate" "estimatedDocumentCount")) @access
