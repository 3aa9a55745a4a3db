import { textsOf } from '#app/i18n/text.tsx'
import { Link2, ListChecks, MoreHorizontal, Pencil, Trash2, Video } from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('feed')

/** What can be done with a post or a reply, besides answering it. Nothing where there is nothing. */
export function ItemMenu({
  label,
  link,
  onDiscuss,
  onEdit,
  onDelete,
  onMakeAction,
}: {
  label: string
  link: string
  onDiscuss?: (() => void) | undefined
  onEdit: (() => void) | undefined
  onDelete: (() => void) | undefined
  onMakeAction: (() => void) | undefined
}) {
  const { feed } = useText()
  const toast = useToast()
  const copy = async () => {
    const address = new URL(link, location.href).href
    try {
      await navigator.clipboard.writeText(address)
      toast(feed.linkCopied)
    } catch {
      // Browsers give no clipboard to pages without https: then the address itself can be copied by hand.
      toast(address)
    }
  }
  return (
    <Menu
      label={label}
      trigger={<MoreHorizontal className="size-4.5" aria-hidden />}
      triggerClass="-mr-1.5 inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
    >
      <MenuItem icon={<Link2 className="size-4" aria-hidden />} onSelect={() => void copy()}>
        {feed.copyLink}
      </MenuItem>
      {onMakeAction && (
        <MenuItem icon={<ListChecks className="size-4" aria-hidden />} onSelect={onMakeAction}>
          {feed.makeAction}
        </MenuItem>
      )}
      {onDiscuss && (
        <MenuItem icon={<Video className="size-4" aria-hidden />} onSelect={onDiscuss}>
          {feed.discuss}
        </MenuItem>
      )}
      {onEdit && (
        <MenuItem icon={<Pencil className="size-4" aria-hidden />} onSelect={onEdit}>
          {feed.edit}
        </MenuItem>
      )}
      {onDelete && (
        <MenuItem danger icon={<Trash2 className="size-4" aria-hidden />} onSelect={onDelete}>
          {feed.delete}
        </MenuItem>
      )}
    </Menu>
  )
}
