-- A community counts members whose accounts are open.
UPDATE "Community" community SET "memberCount" = counted.members
FROM (
  SELECT c.id, count(member.id)::int AS members
  FROM "Community" c
  LEFT JOIN "Membership" membership ON membership."communityId" = c.id
  LEFT JOIN "Member" member ON member.id = membership."memberId" AND member."deactivatedAt" IS NULL
  GROUP BY c.id
) counted
WHERE counted.id = community.id AND community."memberCount" <> counted.members;

-- CreateIndex
CREATE INDEX "InboxItem_key_idx" ON "InboxItem"("key");

-- CreateIndex
CREATE INDEX "InboxItem_replyId_idx" ON "InboxItem"("replyId");

-- CreateIndex
CREATE INDEX "InboxItem_joinRequestId_idx" ON "InboxItem"("joinRequestId");
