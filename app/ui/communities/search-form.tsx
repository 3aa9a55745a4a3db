import { textsOf } from '#app/i18n/text.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Search } from '#app/ui/kit/icons.tsx'
import { useSubmitWhileTyping } from '#app/ui/kit/use-submit-while-typing.ts'

const useText = textsOf('communities')

/** Searches this page by name: while one types, and by Enter or the button where no script runs. */
export function SearchForm({ label, value, name = 'search' }: { label: string; value: string; name?: string }) {
  const { communities } = useText()
  const whileTyping = useSubmitWhileTyping()
  return (
    <Form method="get" role="search" preventScrollReset className="flex items-end gap-2" {...whileTyping}>
      <TextField
        label={label}
        hideLabel
        name={name}
        type="search"
        placeholder={label}
        defaultValue={value}
        className="flex-1"
        maxLength={80}
      />
      <IconButton type="submit" look="outline" label={communities.find}>
        <Search className="size-4" aria-hidden />
      </IconButton>
    </Form>
  )
}
