--- `:BlueprintDocument` and `:BlueprintDiagram`: what a blueprint makes, shown while it is typed, or written to a file.
local M = {}

local FORMATS = { md = 'md', markdown = 'md', html = 'html', json = 'json' }

--- Show the document in Markdown and keep it as the blueprint is; or write it to `file`, in the format of its ending.
function M.document(file, modifiers)
  local ask, pages, live = require('blueprint.ask'), require('blueprint.pages'), require('blueprint.live')
  if file ~= '' then
    return M.write(vim.fn.expand(file))
  end
  local buffer = ask.blueprint()
  local function draw(shown)
    ask.ask('blueprint.render', { vim.uri_from_bufnr(buffer) }, shown)
  end
  if not buffer then
    return require('blueprint').say('open a .blueprint file first.', vim.log.levels.WARN)
  end
  draw(function(text)
    local page = pages.show('document', pages.lines(text), 'markdown', modifiers ~= '' and modifiers or 'vertical')
    vim.cmd('setlocal wrap linebreak')
    live.follow(page, function()
      draw(function(anew)
        pages.fill('document', pages.lines(anew), 'markdown')
      end)
    end)
  end)
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
  local ask, pages, live = require('blueprint.ask'), require('blueprint.pages'), require('blueprint.live')
  local buffer = ask.blueprint()
  local options = { view = view ~= '' and view or 'containers', format = 'ascii' }
  if not buffer then
    return require('blueprint').say('open a .blueprint file first.', vim.log.levels.WARN)
  end
  local function draw(shown)
    ask.ask('blueprint.graph', { vim.uri_from_bufnr(buffer), options }, shown)
  end
  draw(function(drawn)
    local page = pages.show(options.view, pages.lines(drawn.text), 'text', modifiers)
    vim.cmd('setlocal nowrap')
    live.follow(page, function()
      draw(function(anew)
        pages.fill(options.view, pages.lines(anew.text), 'text')
      end)
    end)
  end)
end

return M
