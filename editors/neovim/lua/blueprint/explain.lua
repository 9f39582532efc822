--- `:BlueprintExplain`: the page of a section, a decision, an option or a rule, in a split.
local M = {}

M.command = 'blueprint.explain'

local arguments

--- Ask the server for the page of `name`, and show it in a window opened under `modifiers`.
function M.explain(name, modifiers)
  local blueprint, pages = require('blueprint'), require('blueprint.pages')
  if name == '' then
    return blueprint.say('say what to explain: a section, a decision, an option or a rule.', vim.log.levels.WARN)
  end
  require('blueprint.ask').ask(M.command, arguments(name), function(answer)
    if not answer:find('\n') then -- one line is no page: it says that there is none
      return blueprint.say(answer, vim.log.levels.WARN)
    end
    pages.show(name, pages.lines(vim.trim(answer)), 'markdown', modifiers)
    vim.cmd('setlocal wrap linebreak conceallevel=2')
  end)
end

--- The name, and the blueprint it is asked in: a repository may have pages of its own.
function arguments(name)
  if vim.bo.filetype == require('blueprint.lsp').filetype then
    return { name, vim.uri_from_bufnr(0) }
  end
  return { name }
end

return M
