package compare

import (
	"strings"
	"sync"

	"broadsheet/internal/terms"
)

// kin are words that accounts of one event use for one another: the words that
// news agencies' style books list as each other's substitutes, and, behind
// them, the irregular forms that no stemmer joins. Search does not
// take them for the same (who asks for a blast does not ask for a raid);
// between two accounts they are weaker evidence than the same word.
const kin = `
	ceasefire truce armistice
	blast explosion detonation
	airstrike bombing bombardment raid
	shelling shell artillery
	soldier troop serviceman
	army military
	kill dead death die fatality slain
	wound injure injury hurt
	arrest detain detention capture
	missing unaccounted
	displaced displace homeless uproot evacuate
	border frontier boundary
	truck lorry
	shut close closure
	gunman shooter
	fighter militant insurgent
	attack assault ambush
	clash skirmish battle
	talks negotiation
	mediator broker intermediary
	accord agreement deal pact
	sign signature
	spokesman spokeswoman spokesperson
	announce declare proclaim
	demand insist
	deny reject refute dismiss
	accuse blame allege
	admit acknowledge concede
	pledge vow promise undertake
	warn caution
	guarantee assurance
	violate violation breach
	penalty penalize punish sanction
	monitor observe observer
	verify verification check
	province district region
	village hamlet
	village villager
	capital city
	refugee migrant
	deport expel repatriate repatriation
	flee fled escape escapee
	aid relief assistance
	shelter harbour harbor haven
	release free
	hostage captive
	crossing gate
	trader merchant
	export shipment cargo
	price cost
	vote ballot poll
	parliament legislature
	lawmaker legislator parliamentarian
	resign resignation
	protest demonstration rally
	court tribunal
	verdict ruling judgment
	prison jail
	flood inundate
	quake earthquake
	blaze fire
	doctor physician
	pupil schoolchild student
	firm company corporation
	profit earnings
	layoff redundancy
	inquiry probe investigation

	begin began begun
	bring brought
	build built
	buy bought
	catch caught
	choose chose chosen
	draw drew drawn
	drive drove driven
	fall fell fallen
	feed fed
	feel felt
	fight fought
	find found
	fly flew flown
	forbid forbade forbidden
	forget forgot forgotten
	freeze froze frozen
	grow grew grown
	hide hid hidden
	hold held
	lead led
	leave left
	lend lent
	lose lost loss
	meet met meeting
	pay paid
	ride rode
	rise rose risen
	seek sought
	sell sold
	send sent
	shoot shot
	sink sank sunk
	speak spoke spoken
	spend spent
	stand stood
	steal stole stolen
	strike struck stricken
	swear swore sworn
	sweep swept
	teach taught
	throw threw thrown
	wear wore worn
	win won
	withdraw withdrew withdrawn withdrawal
	write wrote written
`

// kinOf gives the first word of the group that a stem is of.
var kinOf = sync.OnceValue(func() map[string]string {
	of := map[string]string{}
	for line := range strings.Lines(kin) {
		words := strings.Fields(line)
		for _, w := range words {
			of[terms.Stem(terms.Spelling(w))] = words[0]
		}
	}
	return of
})
