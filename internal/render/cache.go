package render

import (
	"container/list"
	"weak"

	"broadsheet/internal/brief"
)

// maxCells bounds the cells kept, some 2 MB: a few screens and what is around
// them.
const maxCells = 60_000

// cache keeps the blocks drawn last. It does not keep briefs alive.
type cache struct {
	blocks map[cacheKey]*list.Element
	order  *list.List // of *cached, the last used in front
	cells  int
}

type cacheKey struct {
	brief          weak.Pointer[brief.Brief]
	passage, width int
}

type cached struct {
	key   cacheKey
	block Block
	cells int
}

func newCache() *cache {
	return &cache{blocks: map[cacheKey]*list.Element{}, order: list.New()}
}

func (c *cache) get(b *brief.Brief, i, width int) (Block, bool) {
	el, ok := c.blocks[cacheKey{weak.Make(b), i, width}]
	if !ok {
		return Block{}, false
	}
	c.order.MoveToFront(el)
	return el.Value.(*cached).block, true
}

func (c *cache) put(b *brief.Brief, i, width int, block Block) {
	n := 1
	for _, r := range block.Rows {
		n += len(r.Cells) + 1
	}
	k := cacheKey{weak.Make(b), i, width}
	c.blocks[k] = c.order.PushFront(&cached{k, block, n})
	c.cells += n
	for c.cells > maxCells && c.order.Len() > 1 {
		old := c.order.Remove(c.order.Back()).(*cached)
		delete(c.blocks, old.key)
		c.cells -= old.cells
	}
}
