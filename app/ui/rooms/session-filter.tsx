import { textsOf } from '#app/i18n/text.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { SelectField, TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Search } from '#app/ui/kit/icons.tsx'
import { useSubmitWhileTyping } from '#app/ui/kit/use-submit-while-typing.ts'

const useText = textsOf('communities', 'sessions')

/** Finding sessions, or what was recorded of them: by word, person and room (where there are any to choose from), while one types. */
export function SessionFilter({
  href,
  filter,
  rooms,
}: {
  href: string
  filter: { word: string; person: string; room: string }
  rooms: readonly { slug: string; name: string }[]
}) {
  const { sessions, communities } = useText()
  const whileTyping = useSubmitWhileTyping()
  return (
    <Form
      method="get"
      action={href}
      role="search"
      preventScrollReset
      className={classNames(
        'grid items-end gap-2',
        rooms.length > 0
          ? 'max-sm:grid-cols-2 max-sm:*:first:col-span-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,11rem)_minmax(0,10rem)_auto]'
          : 'sm:grid-cols-[minmax(0,1fr)_minmax(0,11rem)_auto]',
      )}
      {...whileTyping}
    >
      <TextField
        label={sessions.searchWord}
        hideLabel
        name="about"
        type="search"
        placeholder={sessions.searchWord}
        defaultValue={filter.word}
        maxLength={80}
      />
      <TextField
        label={sessions.searchPerson}
        hideLabel
        name="with"
        type="search"
        placeholder={sessions.searchPerson}
        defaultValue={filter.person}
        maxLength={80}
      />
      {rooms.length > 0 && (
        <SelectField label={sessions.searchRoom} hideLabel name="room" defaultValue={filter.room}>
          <option value="">{sessions.anyRoom}</option>
          {rooms.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <IconButton type="submit" look="outline" label={communities.find} className="max-sm:hidden">
        <Search className="size-4" aria-hidden />
      </IconButton>
    </Form>
  )
}
