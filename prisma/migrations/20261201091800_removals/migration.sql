-- AlterEnum
ALTER TYPE "InboxKind" ADD VALUE 'broughtBack';

-- AlterTable
ALTER TABLE "Community" ADD COLUMN     "lastMemberId" UUID;

-- CreateTable
CREATE TABLE "CommunityRemoval" (
    "communityId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "removedById" UUID,
    "removedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CommunityRemoval_pkey" PRIMARY KEY ("communityId","memberId")
);

-- CreateIndex
CREATE INDEX "CommunityRemoval_memberId_idx" ON "CommunityRemoval"("memberId");

-- CreateIndex
CREATE INDEX "CommunityInvitation_communityId_invitedById_idx" ON "CommunityInvitation"("communityId", "invitedById");

-- What was left by those who are not in any more lets nobody in.
DELETE FROM "CommunityInvitation" invitation WHERE NOT EXISTS (
    SELECT 1 FROM "Membership" host
    WHERE host."communityId" = invitation."communityId" AND host."memberId" = invitation."invitedById");

-- AddForeignKey
ALTER TABLE "Community" ADD CONSTRAINT "Community_lastMemberId_fkey" FOREIGN KEY ("lastMemberId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommunityRemoval" ADD CONSTRAINT "CommunityRemoval_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommunityRemoval" ADD CONSTRAINT "CommunityRemoval_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommunityRemoval" ADD CONSTRAINT "CommunityRemoval_removedById_fkey" FOREIGN KEY ("removedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommunityInvitation" ADD CONSTRAINT "CommunityInvitation_communityId_invitedById_fkey" FOREIGN KEY ("communityId", "invitedById") REFERENCES "Membership"("communityId", "memberId") ON DELETE CASCADE ON UPDATE CASCADE;
