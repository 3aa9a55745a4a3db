import { Link, useNavigation, useRouteLoaderData } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import type { loader } from '#app/root.tsx'
import { KeptFields } from '#app/ui/feed/kept-fields.tsx'
import { AttemptField } from '#app/ui/kit/attempt-field.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { TextField } from '#app/ui/kit/field.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { COMMUNITY_NAME_MAX } from '#communities/memberships/contract.ts'

const useText = textsOf('communities')

/** Where there is no community yet: a name and a button, and there is a place to write and to meet in. Load it lazily. */
export default function FirstCommunity({ attempt }: { attempt: string }) {
  const { communities } = useText()
  const frame = useRouteLoaderData<typeof loader>('root')?.frame
  const busy = useNavigation().state !== 'idle'
  return (
    <Card className="p-5 sm:p-6">
      <Form method="post" action="/communities/new" className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <h2 className="text-lg font-bold">{communities.firstTitle}</h2>
          <p className="text-soft">{communities.firstText}</p>
        </div>
        <KeptFields of="first-community" />
        <AttemptField attempt={attempt} />
        <input type="hidden" name="startingPoint" value="team" />
        <input type="hidden" name="visibility" value="open" />
        <TextField
          label={communities.name}
          name="name"
          required
          maxLength={COMMUNITY_NAME_MAX * 2}
          autoComplete="off"
          defaultValue={frame?.workspaceName}
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" disabled={busy}>
            {communities.create}
          </Button>
          <Link to="/communities/new" className="font-semibold text-soft underline underline-offset-4 hover:text-ink">
            {communities.firstMore}
          </Link>
        </div>
      </Form>
    </Card>
  )
}
