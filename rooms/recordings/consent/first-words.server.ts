import type { Language } from '#prisma/generated/enums.ts'
import type { WriteWords } from './consent-words.server.ts'
import { nameThem } from './name-them.server.ts'

/** Version 1. It was shown: it is never changed. */
export const onThisInstallation: Record<Language, WriteWords> = {
  en: ({ workspace, community, openToAll, keepDays, toAsk }) => ({
    title: 'This call is being recorded',
    parts: [
      {
        heading: 'What, and what for',
        text: 'Voices, cameras and shared screens, with the names of those who take part; a written transcript may be made of it. So that those who are not here can catch up, and what was agreed can be found again. It is used for nothing else: neither to watch nor to rate anybody.',
      },
      {
        heading: 'Who can watch it',
        text: `${openToAll ? `All members of ${workspace || 'this workspace'}, since everybody reads ${community}.` : `The members of ${community}, and nobody else.`} It stays on your company’s own installation of Palier.`,
      },
      {
        heading: 'For how long',
        text:
          keepDays === null
            ? 'Until a moderator of the community, or whoever started it, deletes it.'
            : `${keepDays} ${keepDays === 1 ? 'day' : 'days'}, then it is deleted. The moderators of the community can delete it sooner, or decide to keep it.`,
      },
      {
        heading: 'You can say no',
        text: 'At any time, without giving a reason. You stay, you hear and see the others, and from then on you are neither heard, seen nor recorded. You can take part again whenever you like.',
      },
      {
        heading: 'Your rights',
        text: `${workspace || 'Your company'} is responsible for the recording, which rests on its legitimate interest in keeping a trace of its meetings. To see what was recorded of you, have it corrected or deleted, limit its use or object to it, ask ${toAsk.length > 0 ? nameThem('en', toAsk) : 'the owners of the community'}, or your company’s data protection officer. You can also complain to your data protection authority (in France, the CNIL).`,
      },
    ],
  }),
  fr: ({ workspace, community, openToAll, keepDays, toAsk }) => ({
    title: 'Cet appel est enregistré',
    parts: [
      {
        heading: 'Quoi, et pourquoi',
        text: 'Les voix, les caméras et les écrans partagés, avec le nom des personnes qui participent ; une transcription écrite peut en être tirée. Cela permet aux absents de suivre, et à chacun de retrouver ce qui a été convenu. L’enregistrement ne sert à rien d’autre : ni à surveiller, ni à évaluer qui que ce soit.',
      },
      {
        heading: 'Qui peut le regarder',
        text: `${openToAll ? `Tous les membres de ${workspace || 'cet espace'}, puisque tout le monde lit ${community}.` : `Les membres de ${community}, et personne d’autre.`} Il reste sur l’installation de Palier de votre entreprise.`,
      },
      {
        heading: 'Pendant combien de temps',
        text:
          keepDays === null
            ? 'Jusqu’à ce qu’un modérateur de la communauté, ou la personne qui l’a lancé, le supprime.'
            : `${keepDays} ${keepDays === 1 ? 'jour' : 'jours'}, puis il est supprimé. Les modérateurs de la communauté peuvent le supprimer plus tôt, ou décider de le garder.`,
      },
      {
        heading: 'Vous pouvez refuser',
        text: 'À tout moment, sans donner de raison. Vous restez, vous voyez et entendez les autres ; à partir de là, on ne vous entend plus, on ne vous voit plus, et rien de vous n’est enregistré. Vous pouvez participer de nouveau quand vous voulez.',
      },
      {
        heading: 'Vos droits',
        text: `${workspace || 'Votre entreprise'} est responsable de l’enregistrement, qui repose sur son intérêt légitime à garder une trace de ses réunions. Pour accéder à ce qui a été enregistré de vous, le faire rectifier ou effacer, en limiter l’usage ou vous y opposer, adressez-vous à ${toAsk.length > 0 ? nameThem('fr', toAsk) : 'l’un des propriétaires de la communauté'}, ou à votre délégué à la protection des données. Vous pouvez aussi adresser une réclamation à la CNIL.`,
      },
    ],
  }),
}

/** Version 2 says besides, where an engine elsewhere writes transcripts (`TRANSCRIPTS_URL`). */
const WITH_SERVICE: Record<Language, string> = {
  en: 'Only the voices, without names, are sent to a transcription service that your company has chosen, which writes down what is said.',
  fr: 'Seules les voix, sans les noms, sont transmises à un service de transcription que votre entreprise a choisi, pour être mises par écrit.',
}

export function withService(language: Language): WriteWords {
  return (facts) => {
    const { title, parts } = onThisInstallation[language](facts)
    return { title, parts: parts.map((part, at) => (at === 1 ? { ...part, text: `${part.text} ${WITH_SERVICE[language]}` } : part)) }
  }
}
