--- Pages that follow what is typed: the document, a diagram, the Blueprint view.
local M = {}

local QUIET_MS = 500
local pages = {} -- what draws each page that is shown, by its buffer
local waiting = false

local redraw, watch

--- Draw a page now, and again whenever a blueprint or its findings have changed and nobody has typed for a while.
function M.follow(buffer, draw)
  pages[buffer] = draw
  watch()
end

function watch()
  local group = vim.api.nvim_create_augroup('blueprint_live', { clear = true })
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'DiagnosticChanged', 'BufWritePost' }, {
    group = group,
    desc = 'Draw anew what shows a blueprint',
    callback = function()
      if not waiting then
        waiting = true
        vim.defer_fn(redraw, QUIET_MS)
      end
    end,
  })
end

function redraw()
  waiting = false
  for buffer, draw in pairs(pages) do
    if vim.api.nvim_buf_is_valid(buffer) then
      draw()
    else
      pages[buffer] = nil
    end
  end
end

return M
