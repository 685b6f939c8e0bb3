package keymap

import "slices"

// Contexts that share keys.
var (
	lists  = []Context{Library, Bookmarks}
	moving = []Context{Library, Reader, Bookmarks}
	typing = []Context{Search}
	chosen = []Context{Selecting}
)

// Default is the table of keys as the program comes.
func Default() []Binding {
	return slices.Concat(acting(), going(), selecting(), keeping())
}

// acting are the keys that open, search, bookmark and compare.
func acting() []Binding {
	return []Binding{
		{Open, []Context{Library, Bookmarks}, []string{"enter", "l", "right"}, "open", "open what is chosen"},
		{Open, typing, []string{"enter"}, "open", "open the brief at this passage"},
		{SearchHere, []Context{Reader}, []string{"/"}, "find", "search in this brief"},
		{SearchAll, []Context{Library}, []string{"/", "s"}, "search", "search every brief, as you type"},
		{SearchAll, []Context{Reader, Bookmarks}, []string{"s"}, "search all", "search every brief, as you type"},
		{Filter, []Context{Bookmarks}, []string{"/"}, "filter", "show only the bookmarks with these words, or tag:, path:, is:lost and so on"},
		{Narrow, typing, []string{"tab"}, "narrow", "narrow by source, tag or year"},
		{Recent, typing, []string{"ctrl+r"}, "recent", "a search made before"},
		{SaveSearch, typing, []string{"ctrl+s"}, "save", "keep this search in the library's list, under a name"},
		{Turn, typing, []string{"ctrl+o"}, "", "the newest first, or the best"},
		{Why, typing, []string{"ctrl+x"}, "", "why this brief ranks where it does"},
		{Forget, []Context{Library}, []string{"x"}, "", "forget the saved search under the bar"},
		{NextHit, []Context{Reader}, []string{"n"}, "next", "next hit, on into the next brief"},
		{PrevHit, []Context{Reader}, []string{"N"}, "", "previous hit"},
		{OtherPane, []Context{Reader}, []string{"tab", "ctrl+w w"}, "other pane", "go to the other pane"},
		{Counterparts, []Context{Reader}, []string{"c"}, "compare", "mark what both accounts say, what only one says, and figures that differ; of two versions, what was changed"},
		{NextOdds, []Context{Reader}, []string{"."}, "difference", "next figure that differs, or next change"},
		{PrevOdds, []Context{Reader}, []string{","}, "", "previous one"},
		{NextAlone, []Context{Reader}, []string{"a"}, "only here", "next passage that only this account has"},
		{PrevAlone, []Context{Reader}, []string{"A"}, "", "previous one"},
		{Bookmark, []Context{Reader}, []string{"m"}, "bookmark", "bookmark the passage in hand, or edit its bookmark"},
		{DropMark, []Context{Reader}, []string{"D"}, "", "delete the bookmark of the passage in hand"},
		{Undo, []Context{Reader}, []string{"alt+u"}, "", "undo the last change of a bookmark"},
		{SecondPane, []Context{Reader}, []string{"|", "ctrl+w v"}, "2nd pane", "open another brief beside this one"},
		{ClosePane, []Context{Reader}, []string{"ctrl+w q"}, "close pane", "close this pane"},
		{Abreast, []Context{Library}, []string{"tab"}, "side by side", "back to the two briefs that are open"},
		{SwapPanes, []Context{Reader}, []string{"x"}, "swap", "swap the two panes"},
		{Wider, []Context{Reader}, []string{">"}, "", "make the left pane wider"},
		{Narrower, []Context{Reader}, []string{"<"}, "", "make the left pane narrower"},
		{Step, []Context{Reader}, []string{"="}, "in step", "move the other pane by percent, by passage, or not at all"},
	}
}

// going are the keys that move.
func going() []Binding {
	return []Binding{
		{Down, moving, []string{"j", "down"}, "", "down"},
		{Up, moving, []string{"k", "up"}, "", "up"},
		{Down, typing, []string{"down", "ctrl+n"}, "", "next passage"},
		{Up, typing, []string{"up", "ctrl+p"}, "", "previous passage"},
		{HalfDown, []Context{Library, Reader}, []string{"d", "ctrl+d"}, "", "half a page down"},
		{HalfUp, []Context{Library, Reader}, []string{"u", "ctrl+u"}, "", "half a page up"},
		{HalfDown, []Context{Bookmarks}, []string{"ctrl+d"}, "", "half a page down"},
		{HalfUp, []Context{Bookmarks}, []string{"ctrl+u"}, "", "half a page up"},
		{PageDown, moving, []string{"f", "space", "pgdown"}, "", "a page down"},
		{PageUp, moving, []string{"b", "pgup"}, "", "a page up"},
		{PageDown, typing, []string{"pgdown"}, "", "a page of results down"},
		{PageUp, typing, []string{"pgup"}, "", "a page of results up"},
		{Top, moving, []string{"g", "home"}, "", "to the start"},
		{Bottom, moving, []string{"G", "end"}, "", "to the end"},
		{NextPassage, []Context{Reader}, []string{"}"}, "", "next passage"},
		{PrevPassage, []Context{Reader}, []string{"{"}, "", "previous passage"},
		{NextSection, []Context{Reader}, []string{"]"}, "", "next section"},
		{PrevSection, []Context{Reader}, []string{"["}, "", "previous section"},
		{Contents, []Context{Reader}, []string{"t"}, "contents", "contents of the brief"},
		{JumpBack, []Context{Reader}, []string{"ctrl+o"}, "", "back to where you were"},
		{JumpForward, []Context{Reader}, []string{"ctrl+i", "alt+o"}, "", "forward again; with two panes alt-o, since ctrl-i is Tab"},
		{OpenLink, []Context{Reader}, []string{"o"}, "", "follow a link or a footnote by its number; an address is shown first"},
	}
}

// selecting are the keys that select and copy.
func selecting() []Binding {
	return []Binding{
		{Select, []Context{Reader}, []string{"v"}, "select", "select words, from the hit or the passage in hand on"},
		{Select, chosen, []string{"v"}, "widen", "the whole sentence, then the whole passage"},
		{Bookmark, chosen, []string{"m"}, "bookmark", "bookmark what is selected"},
		{NextWord, chosen, []string{"l", "w", "right"}, "word", "a word more"},
		{PrevWord, chosen, []string{"h", "b", "left"}, "", "a word less"},
		{NextSentence, chosen, []string{")"}, "sentence", "a sentence more"},
		{PrevSentence, chosen, []string{"("}, "", "a sentence less"},
		{NextPassage, chosen, []string{"}"}, "passage", "a passage more"},
		{PrevPassage, chosen, []string{"{"}, "", "a passage less"},
		{Down, chosen, []string{"j", "down"}, "", "a row more"},
		{Up, chosen, []string{"k", "up"}, "", "a row less"},
		{OtherEnd, chosen, []string{"o"}, "other end", "go on at the other end of the selection"},
		{Copy, []Context{Reader, Selecting}, []string{"y"}, "copy", "copy the passage in hand, or what is selected, with where it is from"},
		{CopyBare, []Context{Reader, Selecting}, []string{"Y"}, "", "copy the words alone"},
		{Back, chosen, []string{"esc", "q"}, "leave", "select nothing"},
	}
}

// keeping are the other keys: of the lists, of the program, and the ways back.
func keeping() []Binding {
	return []Binding{
		{Zen, []Context{Reader}, []string{"z"}, "", "nothing but the text, or all again"},
		{WiderText, []Context{Reader}, []string{"+"}, "", "wider lines"},
		{NarrowerText, []Context{Reader}, []string{"-"}, "", "narrower lines"},
		{MarkRead, []Context{Library, Reader}, []string{"U"}, "", "mark as read, or as unread"},
		{Edit, []Context{Library, Reader}, []string{"e"}, "", "edit the brief in $VISUAL or $EDITOR"},
		{Sort, []Context{Library}, []string{"o"}, "sort", "sort by date, title or source"},
		{Skipped, []Context{Library}, []string{"!"}, "", "what was skipped, and why"},
		{EditNote, []Context{Bookmarks}, []string{"e"}, "edit", "edit the note, the tags and the colour"},
		{Narrow, []Context{Bookmarks}, []string{"tab"}, "narrow", "narrow by state, tag, colour or brief"},
		{Attach, []Context{Bookmarks}, []string{"a"}, "", "give the bookmark another place"},
		{Export, []Context{Bookmarks}, []string{"E"}, "export", "export the bookmarks that are listed"},
		{Delete, []Context{Bookmarks}, []string{"d", "x"}, "delete", "delete the bookmark"},
		{Undo, []Context{Bookmarks}, []string{"u"}, "undo", "undo the last change of a bookmark, a deletion or an edit"},
		{ListMarks, with(lists, Reader), []string{"'", "B"}, "bookmarks", "all bookmarks"},
		{OpenByName, with(lists, Reader), []string{"ctrl+p"}, "", "open a brief by its name"},
		{Libraries, with(lists, Reader), []string{"L"}, "", "another library"},
		{Palette, with(lists, Reader), []string{":"}, "", "every command, by name"},
		{Reload, with(lists, Reader), []string{"r"}, "", "read the files again"},
		{Back, []Context{Reader, Bookmarks}, []string{"esc", "h", "left", "q"}, "back", "one level back"},
		{Back, typing, []string{"esc"}, "back", "back to where you were"},
		{Quit, []Context{Library}, []string{"q"}, "quit", "leave"},
		{Quit, []Context{Everywhere}, []string{"ctrl+c"}, "", "leave at once"},
		{Suspend, []Context{Everywhere}, []string{"ctrl+z"}, "", "leave for a while; fg comes back"},
		{Help, with(lists, Reader, Selecting), []string{"?", "f1"}, "help", "all keys"},
		{Help, typing, []string{"f1"}, "help", "all keys"},
	}
}

func with(some []Context, more ...Context) []Context { return slices.Concat(some, more) }
