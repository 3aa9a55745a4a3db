import { approvesInCommunitySql, countingInvitationSql, readsCommunitySql } from '#communities/memberships/permissions.server.ts'
import { Prisma } from '#platform/db.server.ts'

const memberId = Prisma.sql`item."memberId"`

/**
 * The one rule of what an inbox shows, of rows `item` with their `community`: what its member may read now, of what is still there
 * and still to be decided. Asked whenever an inbox is read, counted or mailed; so what is deleted comes back with its undoing.
 */
export const isShownSql = Prisma.sql`
  CASE item.kind
    WHEN 'joinRequest' THEN ${approvesInCommunitySql(memberId)} AND EXISTS (
      SELECT 1 FROM "JoinRequest" request JOIN "Member" asker ON asker.id = request."memberId"
      WHERE request.id = item."joinRequestId" AND request.state = 'waiting' AND asker."deactivatedAt" IS NULL)
    WHEN 'invitation' THEN community."archivedAt" IS NULL AND EXISTS (
      SELECT 1 FROM "CommunityInvitation" invitation
      WHERE invitation."communityId" = community.id AND invitation."memberId" = item."memberId" AND ${countingInvitationSql})
    ELSE ${readsCommunitySql(memberId)}
  END
  AND NOT EXISTS (SELECT 1 FROM "Thread" gone WHERE gone.id = item."threadId" AND gone."deletedAt" IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM "Reply" gone WHERE gone.id = item."replyId" AND gone."deletedAt" IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM "Action" other WHERE other.id = item."actionId"
      AND (other."deletedAt" IS NOT NULL OR other."assigneeId" IS DISTINCT FROM item."memberId"))`
