package render

import (
	"container/list"
	"weak"

	"broadsheet/internal/brief"
)

// maxCells bounds the cells kept, some 2 MB: a few screens and what is around
// them. But what a frame may show is kept whatever its size, or a large block
// and its neighbours would push one another out and be drawn for every frame.
const (
	maxCells  = 60_000
	leastKept = 16  // blocks used last that are kept in any case
	maxTables = 256 // tables whose columns are kept
)

// cache keeps the blocks drawn last, and the columns of tables that have
// several. It does not keep briefs alive.
type cache struct {
	blocks map[cacheKey]*list.Element
	order  *list.List // of *cached, the last used in front
	cells  int
	tables map[cacheKey]*extent // by the first passage; the width is 0
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
	return &cache{blocks: map[cacheKey]*list.Element{}, order: list.New(), tables: map[cacheKey]*extent{}}
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
	for c.cells > maxCells && c.order.Len() > leastKept {
		old := c.order.Remove(c.order.Back()).(*cached)
		delete(c.blocks, old.key)
		c.cells -= old.cells
	}
}

// table gives the extent of the table that begins with passage first, which is
// measured where it is not kept.
func (c *cache) table(b *brief.Brief, first int, measure func() *extent) *extent {
	k := cacheKey{weak.Make(b), first, 0}
	x, ok := c.tables[k]
	if !ok {
		if len(c.tables) >= maxTables {
			clear(c.tables)
		}
		x = measure()
		c.tables[k] = x
	}
	return x
}
