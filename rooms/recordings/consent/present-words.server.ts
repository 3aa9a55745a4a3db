import type { Language } from '#prisma/generated/enums.ts'
import type { WriteWords } from './consent-words.server.ts'
import { nameThem } from './name-them.server.ts'

interface Setting {
  /** An engine elsewhere writes transcripts (`TRANSCRIPTS_URL`). */
  service: boolean
  /** The community lets go of recordings once their follow-up is published. */
  onceFollowedUp: boolean
}

/**
 * Versions 3 to 6. Besides what was said before: who may take a copy, that a published follow-up ends it, for how long a deletion can be
 * taken back, that nothing follows from a no, and that the answer is kept.
 */
export const presentWords: Record<Language, (setting: Setting) => WriteWords> = {
  en:
    ({ service, onceFollowedUp }) =>
    ({ workspace, community, openToAll, keepDays, toAsk }) => ({
      title: 'This call is being recorded',
      parts: [
        {
          heading: 'What, and what for',
          text: 'Voices, cameras and shared screens, with the names of those who take part; a written transcript may be made of it. So that those who are not here can catch up, and what was agreed can be found again. It is used for nothing else: neither to watch nor to rate anybody.',
        },
        {
          heading: 'Who can watch it',
          text: [
            openToAll
              ? `All members of ${workspace || 'this workspace'}, since everybody reads ${community}.`
              : `The members of ${community}, and nobody else.`,
            `It is kept on your company’s own installation of Palier; the members of ${community} may download it.`,
            ...(service
              ? [
                  'Only the voices, without names, are sent to a transcription service that your company has chosen, which writes down what is said.',
                ]
              : []),
          ].join(' '),
        },
        {
          heading: 'For how long',
          text: [
            onceFollowedUp
              ? `Until the follow-up of this session is published${keepDays === null ? '' : `, and for ${keepDays} ${keepDays === 1 ? 'day' : 'days'} at most`}; then it is deleted.`
              : keepDays === null
                ? 'Until a moderator of the community, or whoever started it, deletes it.'
                : `${keepDays} ${keepDays === 1 ? 'day' : 'days'}, then it is deleted.`,
            ...(onceFollowedUp || keepDays !== null ? ['The moderators of the community can delete it sooner, or decide to keep it.'] : []),
            'What was deleted before its time can be brought back for 30 days; then it is gone for good.',
          ].join(' '),
        },
        {
          heading: 'You can say no',
          text: 'At any time, without giving a reason, and nothing else follows from it. You stay, you hear and see the others, and from then on you are neither heard, seen nor recorded. You can take part again whenever you like. Your answer is kept with the recording, and goes with it.',
        },
        {
          heading: 'Your rights',
          text: `${workspace || 'Your company'} is responsible for the recording, which rests on its legitimate interest in keeping a trace of its meetings. To see what was recorded of you, have it corrected or deleted, limit its use or object to it, ask ${toAsk.length > 0 ? nameThem('en', toAsk) : 'the owners of the community'}, or your company’s data protection officer. You can also complain to your data protection authority (in France, the CNIL).`,
        },
      ],
    }),
  fr:
    ({ service, onceFollowedUp }) =>
    ({ workspace, community, openToAll, keepDays, toAsk }) => ({
      title: 'Cet appel est enregistré',
      parts: [
        {
          heading: 'Quoi, et pourquoi',
          text: 'Les voix, les caméras et les écrans partagés, avec le nom des personnes qui participent ; une transcription écrite peut en être tirée. Cela permet aux absents de suivre, et à chacun de retrouver ce qui a été convenu. L’enregistrement ne sert à rien d’autre : ni à surveiller, ni à évaluer qui que ce soit.',
        },
        {
          heading: 'Qui peut le regarder',
          text: [
            openToAll
              ? `Tous les membres de ${workspace || 'cet espace'}, puisque tout le monde lit ${community}.`
              : `Les membres de ${community}, et personne d’autre.`,
            `Il est conservé sur l’installation de Palier de votre entreprise ; les membres de ${community} peuvent le télécharger.`,
            ...(service
              ? [
                  'Seules les voix, sans les noms, sont transmises à un service de transcription que votre entreprise a choisi, pour être mises par écrit.',
                ]
              : []),
          ].join(' '),
        },
        {
          heading: 'Pendant combien de temps',
          text: [
            onceFollowedUp
              ? `Jusqu’à la publication du compte rendu de cette séance${keepDays === null ? '' : `, et ${keepDays} ${keepDays === 1 ? 'jour' : 'jours'} au plus`} ; il est alors supprimé.`
              : keepDays === null
                ? 'Jusqu’à ce qu’un modérateur de la communauté, ou la personne qui l’a lancé, le supprime.'
                : `${keepDays} ${keepDays === 1 ? 'jour' : 'jours'}, puis il est supprimé.`,
            ...(onceFollowedUp || keepDays !== null
              ? ['Les modérateurs de la communauté peuvent le supprimer plus tôt, ou décider de le garder.']
              : []),
            'Supprimé avant son terme, il peut être rétabli pendant 30 jours ; ensuite, il n’en reste rien.',
          ].join(' '),
        },
        {
          heading: 'Vous pouvez refuser',
          text: 'À tout moment, sans donner de raison et sans autre conséquence. Vous restez, vous voyez et entendez les autres ; à partir de là, on ne vous entend plus, on ne vous voit plus, et rien de vous n’est enregistré. Vous pouvez participer de nouveau quand vous voulez. Votre réponse est conservée avec l’enregistrement, et disparaît avec lui.',
        },
        {
          heading: 'Vos droits',
          text: `${workspace || 'Votre entreprise'} est responsable de l’enregistrement, qui repose sur son intérêt légitime à garder une trace de ses réunions. Pour accéder à ce qui a été enregistré de vous, le faire rectifier ou effacer, en limiter l’usage ou vous y opposer, adressez-vous à ${toAsk.length > 0 ? nameThem('fr', toAsk) : 'l’un des propriétaires de la communauté'}, ou à votre délégué à la protection des données. Vous pouvez aussi adresser une réclamation à la CNIL.`,
        },
      ],
    }),
}
