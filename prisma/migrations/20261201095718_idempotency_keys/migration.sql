-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "memberId" UUID NOT NULL,
    "verb" TEXT NOT NULL,
    "placeId" UUID NOT NULL,
    "key" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "writtenId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("memberId","verb","placeId","key")
);

-- What browsers sent lately, and may send again: as `digestOf` (platform/idempotency.server.ts) would have it. Who changed what they
-- wrote since then is told so, and nothing is written.
INSERT INTO "IdempotencyKey" ("memberId", verb, "placeId", key, digest, "writtenId", "createdAt")
SELECT "memberId", verb, "placeId", key, encode(sha256(convert_to(concat_ws(U&'\001F', VARIADIC content), 'UTF8')), 'hex'), "writtenId", "createdAt"
FROM (
  SELECT "authorId" AS "memberId", 'thread.post' AS verb, "communityId" AS "placeId", "clientId" AS key, id AS "writtenId", "createdAt",
    ARRAY[markdown, coalesce("recordingId"::text, ''), coalesce("momentMs"::text, '')] AS content
  FROM "Thread"
  UNION ALL
  SELECT "authorId", 'thread.reply', "threadId", "clientId", id, "createdAt",
    ARRAY[markdown, coalesce("recordingId"::text, ''), coalesce("momentMs"::text, '')]
  FROM "Reply"
  UNION ALL
  SELECT "authorId", 'chat.write', "sessionId", "clientId", id, "createdAt", ARRAY[markdown, coalesce("replyToId"::text, '')]
  FROM "ChatLine"
  UNION ALL
  SELECT "createdById", 'agenda.add', "roomId", "clientId", id, "createdAt",
    ARRAY[title, coalesce("ownerId"::text, ''), coalesce(minutes::text, '')]
  FROM "AgendaItem"
  UNION ALL
  SELECT "authorId", 'agenda.remark', "itemId", "clientId", id, "createdAt", ARRAY[kind::text, markdown]
  FROM "AgendaRemark"
  UNION ALL
  SELECT "createdById", 'action.add', "threadId", "clientId", id, "createdAt",
    ARRAY[text, coalesce("assigneeId"::text, ''), coalesce(to_char("dueOn", 'YYYY-MM-DD'), ''), source::text, coalesce("sourceId"::text, '')]
  FROM "Action"
) AS sent
WHERE "memberId" IS NOT NULL AND key IS NOT NULL AND "createdAt" > CURRENT_TIMESTAMP - INTERVAL '30 days';

-- DropIndex
DROP INDEX "Action_createdById_clientId_key";

-- DropIndex
DROP INDEX "AgendaItem_createdById_clientId_key";

-- DropIndex
DROP INDEX "AgendaRemark_authorId_clientId_key";

-- DropIndex
DROP INDEX "ChatLine_authorId_clientId_key";

-- DropIndex
DROP INDEX "Reply_authorId_clientId_key";

-- DropIndex
DROP INDEX "Thread_authorId_clientId_key";

-- AlterTable
ALTER TABLE "Action" DROP COLUMN "clientId";

-- AlterTable
ALTER TABLE "AgendaRemark" DROP COLUMN "clientId";

-- AlterTable
ALTER TABLE "Reply" DROP COLUMN "clientId";

-- AlterTable
ALTER TABLE "Thread" DROP COLUMN "clientId";

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- CreateIndex
CREATE INDEX "Action_createdById_idx" ON "Action"("createdById");

-- CreateIndex
CREATE INDEX "AgendaItem_createdById_idx" ON "AgendaItem"("createdById");

-- CreateIndex
CREATE INDEX "AgendaRemark_authorId_idx" ON "AgendaRemark"("authorId");

-- CreateIndex
CREATE INDEX "ChatLine_authorId_idx" ON "ChatLine"("authorId");

-- CreateIndex
CREATE INDEX "Reply_authorId_idx" ON "Reply"("authorId");

-- CreateIndex
CREATE INDEX "Thread_authorId_idx" ON "Thread"("authorId");

-- AddForeignKey
ALTER TABLE "IdempotencyKey" ADD CONSTRAINT "IdempotencyKey_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
