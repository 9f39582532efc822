; for: typescript tsx javascript
; anchors: findOne findBy findAndCount findOneBy createQueryBuilder softDelete softRemove countBy existsBy
; anchors: findTrees findDescendants findAncestors getRepository getCustomRepository getTreeRepository
; anchors: Repository EntityManager .manager dataSource DataSource typeorm

; Operations that only repositories and entity managers have.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  (#any-of? @operation
    "findOne" "findOneBy" "findOneOrFail" "findOneByOrFail" "findBy" "findAndCount" "findAndCountBy"
    "findByIds" "findOneById" "countBy" "existsBy" "softDelete" "softRemove" "createQueryBuilder"
    "findTrees" "findDescendants" "findAncestors" "findRoots")) @access

; Everyday names, in files that speak of repositories: `find` takes an object here, not a function.
(call_expression
  function: (member_expression
    property: (property_identifier) @operation)
  arguments: (arguments) @_arguments
  (#not-match? @_arguments "^\\(\\s*(async\\b\\s*)?(\\(|[\\w$]+\\s*=>|function\\b)")
  (#any-of? @operation
    "find" "save" "insert" "update" "upsert" "delete" "remove" "restore" "recover" "count" "exists" "exist"
    "increment" "decrement" "sum" "average" "minimum" "maximum" "clear" "preload")) @access
