-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "digestToldUntil" TIMESTAMPTZ(3);

-- The mails that were sent so far: a morning without news counts as told, as it did.
UPDATE "Member" member SET "digestToldUntil" = sent.until
FROM (
  SELECT (payload->>'memberId')::uuid AS "memberId", max("doneAt") AS until
  FROM "Job" WHERE kind = 'notices.digest' AND "doneAt" IS NOT NULL GROUP BY 1
) sent
WHERE sent."memberId" = member.id AND member.digest;

-- AlterTable
-- Filled as versions are written; one that is older is rendered, and kept, when somebody first reads it.
ALTER TABLE "FollowUpVersion" ADD COLUMN     "html" TEXT;
