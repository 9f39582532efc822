--- `:BlueprintDocument` and `:BlueprintDiagram`: what a blueprint makes, shown while it is typed, or written to a file.
local M = {}

local follow

local FORMATS = { md = 'md', markdown = 'md', html = 'html', json = 'json' }

--- Show the document in Markdown and keep it as the blueprint is; or write it to `file`, in the format of its ending.
function M.document(file, modifiers)
  if file ~= '' then
    return M.write(vim.fn.expand(file))
  end
  local function show(text)
    require('blueprint.pages').show('document', text, 'markdown', modifiers ~= '' and modifiers or 'vertical')
    vim.cmd('setlocal wrap linebreak')
  end
  follow('document', 'markdown', 'blueprint.render', {}, show)
end

--- Write the document to a file whose ending names its format.
function M.write(file)
  local blueprint = require('blueprint')
  local format = FORMATS[vim.fn.fnamemodify(file, ':e'):lower()]
  if not format then
    return blueprint.say('the file must end in .md, .html or .json.', vim.log.levels.WARN)
  end
  require('blueprint.ask').about('blueprint.render', { format }, function(text)
    local done = pcall(vim.fn.writefile, vim.split(text, '\n', { plain = true }), file, 'b')
    blueprint.say(done and 'wrote ' .. file or file .. ' cannot be written.', not done and vim.log.levels.ERROR or nil)
  end)
end

--- Show a diagram: `containers`, `context`, `modules` or `deployment`.
function M.diagram(view, modifiers)
  local options = { view = view ~= '' and view or 'containers', format = 'ascii' }
  local function show(text)
    require('blueprint.pages').show(options.view, text, 'text', modifiers)
    vim.cmd('setlocal nowrap')
  end
  follow(options.view, 'text', 'blueprint.graph', { options }, show)
end

--- Show what a command makes of the blueprint meant, and fill the page anew whenever that has changed.
function follow(title, filetype, command, options, show)
  local ask, pages, live = require('blueprint.ask'), require('blueprint.pages'), require('blueprint.live')
  local function made(answer)
    return pages.lines(type(answer) == 'table' and answer.text or answer)
  end
  ask.with_blueprint(function(address)
    local arguments = vim.list_extend({ address }, options)
    ask.ask(command, arguments, function(first)
      show(made(first))
      live.follow(vim.api.nvim_get_current_buf(), function()
        ask.ask(command, arguments, function(anew)
          pages.fill(title, made(anew), filetype)
        end)
      end)
    end)
  end)
end

return M
