import { type FetcherWithComponents, type FormProps, Form as RemixForm } from '@remix-run/react'
import { type ComponentPropsWithoutRef, type ForwardedRef, forwardRef } from 'react'
import { ACCOUNT } from '#app/http/page-account.ts'
import { useViewerId } from '#app/ui/rooms/use-my-communities.ts'

/** Says whose page a form stands on, also before any script has come. */
function AccountField() {
  const account = useViewerId()
  return account && <input type="hidden" name={ACCOUNT} value={account} />
}

/** Remix's form, for every form of the product: what it posts is its reader's, or is refused. */
export const Form = forwardRef(function Form({ children, ...props }: FormProps, ref: ForwardedRef<HTMLFormElement>) {
  return (
    <RemixForm ref={ref} {...props}>
      {props.method === 'post' && <AccountField />}
      {children}
    </RemixForm>
  )
})

type FetcherOfForm = Pick<FetcherWithComponents<unknown>, 'Form'>
type FetcherFormProps = ComponentPropsWithoutRef<FetcherOfForm['Form']> & { fetcher: FetcherOfForm }

/** The same of a fetcher, in place of its own `fetcher.Form`. */
export function FetcherForm({ fetcher, children, ...props }: FetcherFormProps) {
  return (
    <fetcher.Form {...props}>
      {props.method === 'post' && <AccountField />}
      {children}
    </fetcher.Form>
  )
}
