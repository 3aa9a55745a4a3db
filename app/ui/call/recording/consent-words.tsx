import type { ConsentWords as Words } from '#rooms/recordings/consent/contract.ts'

/** What people are told of a recording, in the words that the ledger refers to. */
export function ConsentWords({ words }: { words: Words }) {
  return (
    <dl lang={words.language} className="flex flex-col gap-3">
      {words.parts.map(({ heading, text }) => (
        <div key={heading}>
          <dt className="font-semibold">{heading}</dt>
          <dd className="text-soft">{text}</dd>
        </div>
      ))}
    </dl>
  )
}
