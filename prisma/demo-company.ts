import type { CommunityRole, StartingPoint, Visibility } from '#platform/db.server.ts'

/** The people of the demo company, by the first part of their address: some read English, some French. */
export const demoPeople = [
  { key: 'ana', name: 'Ana', timeZone: 'Europe/Paris' },
  { key: 'ben', name: 'Ben', timeZone: 'Europe/London' },
  { key: 'chloe', name: 'Chloé', timeZone: 'Europe/Paris' },
  { key: 'dan', name: 'Dan', timeZone: 'Europe/Paris' },
  { key: 'emma', name: 'Emma', timeZone: 'Europe/Brussels' },
] as const satisfies { key: string; name: string; timeZone: string }[]
export type DemoKey = (typeof demoPeople)[number]['key']

interface DemoReply {
  by: DemoKey
  /** After the post. */
  afterMinutes: number
  says: string
}

interface DemoPost {
  by: DemoKey
  hoursAgo: number
  says: string
  reactions?: [string, ...DemoKey[]][]
  replies?: DemoReply[]
}

export interface DemoMeeting {
  room: string
  topic: string
  hoursAgo: number
  /** Who was in, from which minute to which. */
  visits: [DemoKey, number, number][]
  replies?: DemoReply[]
  /** Who had said that they can't be there. */
  absent?: DemoKey[]
  agenda?: DemoAgendaItem[]
  chat?: { by: DemoKey; atMinute: number; says: string; reactions?: [string, ...DemoKey[]][] }[]
  actions?: { assignee: DemoKey; dueInDays: number; text: string }[]
  /** A recording of a part of it (demo-recording/), from this minute on, and what was said about its moments afterwards. */
  recording?: { fromMinute: number; by: DemoKey; replies: (DemoReply & { atSecond: number })[] }
  /** Who published it, and what it says; without it, the draft waits for who opened the session. */
  followUp?: { by: DemoKey; afterMinutes: number; says: string }
}

interface DemoAgendaItem {
  title: string
  owner: DemoKey
  minutes: number
  /** From which minute to which it was talked about; without it, it was not reached. */
  talked?: [number, number]
  /** What somebody who was absent had left on it. */
  question?: { by: DemoKey; says: string; answer: { by: DemoKey; says: string } }
}

export interface DemoCommunity {
  slug: string
  name: string
  purpose: string
  visibility: Visibility
  startingPoint: StartingPoint
  members: [DemoKey, CommunityRole][]
  rooms: [slug: string, name: string][]
  posts: DemoPost[]
  meetings: DemoMeeting[]
}

/** A small company that makes furniture, in the week in which somebody looks around. */
export const demoCommunities: DemoCommunity[] = [
  {
    slug: 'everyone',
    name: 'Everyone',
    purpose: 'News, questions and good mornings. For all of us.',
    visibility: 'open',
    startingPoint: 'team',
    members: [
      ['ana', 'owner'],
      ['ben', 'member'],
      ['chloe', 'moderator'],
      ['dan', 'member'],
      ['emma', 'member'],
    ],
    rooms: [
      ['coffee-corner', 'Coffee corner'],
      ['monday-meeting', 'Monday meeting'],
    ],
    posts: [
      {
        by: 'ana',
        hoursAgo: 3,
        says: 'The new sample boards are in. They are on the long table by the window: **please do not put cups on them**.\n\nWho is remote and would like to see them: come to the *Coffee corner* at four, I will hold each one up to the camera.',
        reactions: [
          ['👍', 'ben', 'emma'],
          ['🎉', 'chloe'],
        ],
        replies: [
          { by: 'emma', afterMinutes: 12, says: 'J’y serai. Tu peux commencer par le frêne ?' },
          { by: 'ana', afterMinutes: 17, says: 'Ash first, promised.' },
        ],
      },
      {
        by: 'chloe',
        hoursAgo: 22,
        says: 'Je serai à Lyon jeudi et vendredi, chez le fournisseur de charnières. Si vous avez des questions pour eux, écrivez-les ici avant mercredi soir, je ferai le tour de la liste avec eux.',
        reactions: [['👍', 'ana', 'dan']],
        replies: [
          { by: 'dan', afterMinutes: 40, says: 'Est-ce que le modèle à 110° existe en laiton ? On nous le demande toutes les semaines.' },
          { by: 'chloe', afterMinutes: 55, says: 'Noté, c’est la première question.' },
        ],
      },
      {
        by: 'dan',
        hoursAgo: 30,
        says: 'Delivery times for oak, as of today:\n\n- solid boards: three weeks\n- veneer: ten days\n- edge bands: in stock\n\nI will keep this thread up to date.',
        reactions: [['❤️', 'ana', 'ben', 'chloe']],
      },
      {
        by: 'ben',
        hoursAgo: 52,
        says: 'First week with everybody on Palier. What I like so far: I can see that somebody is in the coffee corner, and just go. What do you miss?',
        reactions: [['😄', 'emma']],
        replies: [
          {
            by: 'emma',
            afterMinutes: 90,
            says: 'Rien pour l’instant. J’ai retrouvé la réunion que j’avais manquée sans rien demander à personne.',
          },
          { by: 'dan', afterMinutes: 200, says: 'A room for the workshop. I made one.' },
        ],
      },
    ],
    meetings: [
      {
        room: 'monday-meeting',
        topic: 'This week, and the fair in Paris',
        hoursAgo: 26,
        visits: [
          ['ana', 0, 24],
          ['ben', 1, 24],
          ['chloe', 2, 23],
          ['emma', 6, 24],
        ],
        absent: ['dan'],
        agenda: [
          { title: 'Paris: the small stand, or the large one?', owner: 'ana', minutes: 10, talked: [2, 14] },
          {
            title: 'Chêne en retard : qui prévient les clients ?',
            owner: 'chloe',
            minutes: 5,
            talked: [14, 20],
            question: {
              by: 'dan',
              says: 'Solid boards take three weeks now. Could we offer veneer to the two who wait?',
              answer: { by: 'chloe', says: 'Oui, je leur propose le placage dès cet après-midi.' },
            },
          },
          { title: 'Photos for the catalogue', owner: 'ben', minutes: 10 },
        ],
        chat: [
          { by: 'ben', atMinute: 5, says: 'The hall, with both places marked: https://example.com/hall-4' },
          {
            by: 'emma',
            atMinute: 9,
            says: 'Le petit, mais à côté de l’entrée : tout le monde passe devant.',
            reactions: [
              ['👍', 'ana', 'ben'],
              ['🎉', 'chloe'],
            ],
          },
          { by: 'ana', atMinute: 13, says: 'Decided, then. The small one.' },
        ],
        actions: [
          { assignee: 'emma', dueInDays: 2, text: 'Dessiner le petit stand' },
          { assignee: 'chloe', dueInDays: 0, text: 'Appeler les deux clients qui attendent le chêne' },
        ],
        followUp: {
          by: 'ana',
          afterMinutes: 6,
          says: 'We take the **small stand, next to the entrance**. Emma draws it until Friday, then we count what it costs.\n\nThe two customers who wait for solid oak are offered veneer: Chloé calls them.',
        },
        recording: {
          fromMinute: 13.6,
          by: 'ana',
          replies: [
            { by: 'dan', afterMinutes: 150, atSecond: 24, says: 'The bench could go two more hand widths to the left.' },
            { by: 'emma', afterMinutes: 170, atSecond: 30, says: 'Bonne idée, je le décale dans le prochain dessin.' },
          ],
        },
        replies: [{ by: 'dan', afterMinutes: 120, says: 'Read. I can drive the samples there on the 9th.' }],
      },
    ],
  },
  {
    slug: 'design-studio',
    name: 'Design studio',
    purpose: 'Drawings, prototypes, and what we learn from them.',
    visibility: 'closed',
    startingPoint: 'project',
    members: [
      ['emma', 'owner'],
      ['ana', 'member'],
      ['chloe', 'member'],
      ['ben', 'member'],
    ],
    rooms: [
      ['studio', 'Studio'],
      ['prototype-table', 'Prototype table'],
    ],
    posts: [
      {
        by: 'emma',
        hoursAgo: 5,
        says: 'Deuxième dessin du stand de Paris. Le banc passe à gauche, pour que la file d’attente ne cache plus l’étagère.\n\n1. L’étagère est-elle encore trop profonde ?\n2. Faut-il une prise en plus de celle de la lampe ?',
        reactions: [['👍', 'chloe']],
        replies: [
          { by: 'ben', afterMinutes: 25, says: 'Two centimetres less would save a whole board.' },
          { by: 'emma', afterMinutes: 33, says: 'Va pour deux centimètres de moins.' },
        ],
      },
      {
        by: 'chloe',
        hoursAgo: 70,
        says: 'Le tabouret a tenu **180 kg pendant une heure**. Les photos dès que je suis à mon bureau.',
        reactions: [['🎉', 'ana', 'ben', 'emma']],
      },
    ],
    meetings: [
      {
        room: 'studio',
        topic: 'Stand for Paris, first drawing',
        hoursAgo: 48,
        visits: [
          ['emma', 0, 41],
          ['ben', 3, 41],
          ['chloe', 10, 35],
        ],
      },
    ],
  },
  {
    slug: 'new-workshop',
    name: 'New workshop',
    purpose: 'The move, until the lease is signed.',
    visibility: 'secret',
    startingPoint: 'project',
    members: [
      ['ana', 'owner'],
      ['dan', 'moderator'],
    ],
    rooms: [['back-room', 'Back room']],
    posts: [
      {
        by: 'dan',
        hoursAgo: 28,
        says: 'The hall on the canal has a ramp and three-phase power. The other one is cheaper, and has neither.',
        replies: [{ by: 'ana', afterMinutes: 45, says: 'Let us see the canal one again on Thursday, with a tape measure.' }],
      },
    ],
    meetings: [],
  },
]
