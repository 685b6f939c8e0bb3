package keymap

// Command is the command of the program that does on the command line what an
// action does in the reader; "" where the action only moves about on the
// screen, or is about the screen itself.
func (a Action) Command() string {
	return map[Action]string{
		Open:         "show",
		OpenByName:   "show",
		SearchAll:    "search",
		SearchHere:   "search",
		NextHit:      "search",
		PrevHit:      "search",
		Filter:       "bookmark list --where",
		Narrow:       "search",
		Recent:       "saved list",
		SaveSearch:   "saved add",
		Forget:       "saved remove",
		Why:          "search --explain",
		Contents:     "show",
		Bookmark:     "bookmark add",
		ListMarks:    "bookmark list",
		EditNote:     "bookmark add --note",
		Delete:       "bookmark remove",
		SecondPane:   "compare",
		Counterparts: "compare",
		Copy:         "show --format",
		CopyBare:     "show --format",
		MarkRead:     "mark read",
		Sort:         "list --sort",
		Skipped:      "doctor",
		Reload:       "index",
		Libraries:    "list --library",
		Palette:      "help",
		Help:         "keys",
	}[a]
}
