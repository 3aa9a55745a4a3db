-- CreateEnum
CREATE TYPE "InboxKind" AS ENUM ('mention', 'reply', 'joinRequest', 'sessionMissed', 'followUpDue', 'followUpPublished', 'actionAssigned', 'actionDue', 'answer', 'roomBusy');

-- CreateEnum
CREATE TYPE "RemarkKind" AS ENUM ('question', 'position');

-- CreateEnum
CREATE TYPE "ActionSource" AS ENUM ('thread', 'reply', 'note', 'chat', 'agenda');

-- CreateEnum
CREATE TYPE "FollowUpState" AS ENUM ('draft', 'published', 'dismissed');

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "digest" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "quietFrom" INTEGER NOT NULL DEFAULT 1200,
ADD COLUMN     "quietTo" INTEGER NOT NULL DEFAULT 480;

-- AlterTable
ALTER TABLE "Reply" ADD COLUMN     "actionId" UUID;

-- AlterTable
ALTER TABLE "Room" ADD COLUMN     "agendaRev" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "chatCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "chatRev" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Job" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT,
    "payload" JSONB NOT NULL,
    "runAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimedUntil" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InboxItem" (
    "id" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "communityId" UUID NOT NULL,
    "kind" "InboxKind" NOT NULL,
    "key" TEXT NOT NULL,
    "actorId" UUID,
    "threadId" UUID,
    "replyId" UUID,
    "roomId" UUID,
    "sessionId" UUID,
    "actionId" UUID,
    "joinRequestId" UUID,
    "excerpt" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL DEFAULT 1,
    "happenedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "InboxItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PushSubscription" (
    "id" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "signInId" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PushSubscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoomAlert" (
    "roomId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "threshold" INTEGER NOT NULL,
    "toldSessionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RoomAlert_pkey" PRIMARY KEY ("roomId","memberId")
);

-- CreateTable
CREATE TABLE "ChatLine" (
    "id" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "authorId" UUID,
    "clientId" UUID NOT NULL,
    "replyToId" UUID,
    "markdown" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "rev" INTEGER NOT NULL,
    "reactionCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ChatLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatReaction" (
    "lineId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "emoji" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChatReaction_pkey" PRIMARY KEY ("lineId","memberId","emoji")
);

-- CreateTable
CREATE TABLE "AgendaItem" (
    "id" UUID NOT NULL,
    "communityId" UUID NOT NULL,
    "roomId" UUID NOT NULL,
    "sessionId" UUID,
    "threadId" UUID,
    "ownerId" UUID,
    "createdById" UUID,
    "clientId" UUID,
    "title" TEXT NOT NULL,
    "minutes" INTEGER,
    "position" INTEGER NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AgendaItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgendaSpan" (
    "id" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AgendaSpan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgendaRemark" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "authorId" UUID,
    "clientId" UUID,
    "kind" "RemarkKind" NOT NULL,
    "markdown" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answerMarkdown" TEXT,
    "answerHtml" TEXT,
    "answeredById" UUID,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "AgendaRemark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Absence" (
    "id" UUID NOT NULL,
    "roomId" UUID NOT NULL,
    "sessionId" UUID,
    "memberId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Absence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notes" (
    "sessionId" UUID NOT NULL,
    "state" BYTEA NOT NULL,
    "markdown" TEXT NOT NULL DEFAULT '',
    "html" TEXT NOT NULL DEFAULT '',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Notes_pkey" PRIMARY KEY ("sessionId")
);

-- CreateTable
CREATE TABLE "NotesUpdate" (
    "id" BIGSERIAL NOT NULL,
    "sessionId" UUID NOT NULL,
    "data" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NotesUpdate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Action" (
    "id" UUID NOT NULL,
    "communityId" UUID NOT NULL,
    "threadId" UUID NOT NULL,
    "sessionId" UUID,
    "text" TEXT NOT NULL,
    "assigneeId" UUID,
    "dueOn" DATE,
    "createdById" UUID,
    "clientId" UUID,
    "source" "ActionSource" NOT NULL,
    "sourceId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "doneById" UUID,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FollowUp" (
    "sessionId" UUID NOT NULL,
    "state" "FollowUpState" NOT NULL DEFAULT 'draft',
    "ownerId" UUID,
    "title" TEXT NOT NULL DEFAULT '',
    "markdown" TEXT NOT NULL DEFAULT '',
    "html" TEXT NOT NULL DEFAULT '',
    "trace" JSONB NOT NULL,
    "rev" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMPTZ(3),
    "publishedAt" TIMESTAMPTZ(3),
    "publishedById" UUID,
    "dismissedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FollowUp_pkey" PRIMARY KEY ("sessionId")
);

-- CreateTable
CREATE TABLE "FollowUpVersion" (
    "sessionId" UUID NOT NULL,
    "rev" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "markdown" TEXT NOT NULL,
    "editedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FollowUpVersion_pkey" PRIMARY KEY ("sessionId","rev")
);

-- CreateTable
CREATE TABLE "SessionText" (
    "sessionId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "vector" tsvector GENERATED ALWAYS AS ((to_tsvector('french'::regconfig, text) || to_tsvector('english'::regconfig, text))) STORED,

    CONSTRAINT "SessionText_pkey" PRIMARY KEY ("sessionId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Job_key_key" ON "Job"("key");

-- CreateIndex
CREATE INDEX "job_waiting" ON "Job"("runAt") WHERE (("doneAt" IS NULL) AND ("failedAt" IS NULL));

-- CreateIndex
CREATE INDEX "Job_doneAt_idx" ON "Job"("doneAt");

-- CreateIndex
CREATE INDEX "inbox_open" ON "InboxItem"("memberId", "happenedAt" DESC, "id" DESC) WHERE ("doneAt" IS NULL);

-- CreateIndex
CREATE INDEX "InboxItem_sessionId_idx" ON "InboxItem"("sessionId");

-- CreateIndex
CREATE INDEX "InboxItem_threadId_idx" ON "InboxItem"("threadId");

-- CreateIndex
CREATE UNIQUE INDEX "InboxItem_memberId_key_key" ON "InboxItem"("memberId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "PushSubscription_endpoint_key" ON "PushSubscription"("endpoint");

-- CreateIndex
CREATE INDEX "PushSubscription_memberId_idx" ON "PushSubscription"("memberId");

-- CreateIndex
CREATE INDEX "PushSubscription_signInId_idx" ON "PushSubscription"("signInId");

-- CreateIndex
CREATE INDEX "RoomAlert_memberId_idx" ON "RoomAlert"("memberId");

-- CreateIndex
CREATE INDEX "ChatLine_sessionId_rev_idx" ON "ChatLine"("sessionId", "rev");

-- CreateIndex
CREATE UNIQUE INDEX "ChatLine_authorId_clientId_key" ON "ChatLine"("authorId", "clientId");

-- CreateIndex
CREATE UNIQUE INDEX "ChatLine_sessionId_position_key" ON "ChatLine"("sessionId", "position");

-- CreateIndex
CREATE INDEX "agenda_next" ON "AgendaItem"("roomId", "position") WHERE (("sessionId" IS NULL) AND ("deletedAt" IS NULL));

-- CreateIndex
CREATE INDEX "AgendaItem_sessionId_position_idx" ON "AgendaItem"("sessionId", "position");

-- CreateIndex
CREATE INDEX "AgendaItem_threadId_idx" ON "AgendaItem"("threadId");

-- CreateIndex
CREATE UNIQUE INDEX "AgendaItem_createdById_clientId_key" ON "AgendaItem"("createdById", "clientId");

-- CreateIndex
CREATE INDEX "AgendaSpan_sessionId_startedAt_idx" ON "AgendaSpan"("sessionId", "startedAt");

-- CreateIndex
CREATE INDEX "AgendaSpan_itemId_idx" ON "AgendaSpan"("itemId");

-- CreateIndex
CREATE UNIQUE INDEX "agenda_span_one_open" ON "AgendaSpan"("sessionId") WHERE ("endedAt" IS NULL);

-- CreateIndex
CREATE INDEX "AgendaRemark_itemId_idx" ON "AgendaRemark"("itemId");

-- CreateIndex
CREATE UNIQUE INDEX "AgendaRemark_authorId_clientId_key" ON "AgendaRemark"("authorId", "clientId");

-- CreateIndex
CREATE UNIQUE INDEX "absence_one_next" ON "Absence"("roomId", "memberId") WHERE ("sessionId" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "Absence_sessionId_memberId_key" ON "Absence"("sessionId", "memberId");

-- CreateIndex
CREATE INDEX "NotesUpdate_sessionId_id_idx" ON "NotesUpdate"("sessionId", "id");

-- CreateIndex
CREATE INDEX "action_open" ON "Action"("assigneeId", "dueOn") WHERE (("doneAt" IS NULL) AND ("deletedAt" IS NULL));

-- CreateIndex
CREATE INDEX "Action_threadId_idx" ON "Action"("threadId");

-- CreateIndex
CREATE INDEX "Action_sessionId_idx" ON "Action"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "Action_createdById_clientId_key" ON "Action"("createdById", "clientId");

-- CreateIndex
CREATE INDEX "follow_up_due" ON "FollowUp"("ownerId") WHERE (state = 'draft'::"FollowUpState");

-- CreateIndex
CREATE INDEX "SessionText_vector_idx" ON "SessionText" USING GIN ("vector");

-- CreateIndex
CREATE UNIQUE INDEX "Reply_actionId_key" ON "Reply"("actionId");

-- AddForeignKey
ALTER TABLE "Reply" ADD CONSTRAINT "Reply_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "Action"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "Thread"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_replyId_fkey" FOREIGN KEY ("replyId") REFERENCES "Reply"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "Action"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_joinRequestId_fkey" FOREIGN KEY ("joinRequestId") REFERENCES "JoinRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PushSubscription" ADD CONSTRAINT "PushSubscription_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PushSubscription" ADD CONSTRAINT "PushSubscription_signInId_fkey" FOREIGN KEY ("signInId") REFERENCES "SignIn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoomAlert" ADD CONSTRAINT "RoomAlert_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoomAlert" ADD CONSTRAINT "RoomAlert_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatLine" ADD CONSTRAINT "ChatLine_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatLine" ADD CONSTRAINT "ChatLine_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatLine" ADD CONSTRAINT "ChatLine_replyToId_fkey" FOREIGN KEY ("replyToId") REFERENCES "ChatLine"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatReaction" ADD CONSTRAINT "ChatReaction_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "ChatLine"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatReaction" ADD CONSTRAINT "ChatReaction_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "Thread"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaSpan" ADD CONSTRAINT "AgendaSpan_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaSpan" ADD CONSTRAINT "AgendaSpan_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AgendaItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaRemark" ADD CONSTRAINT "AgendaRemark_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AgendaItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaRemark" ADD CONSTRAINT "AgendaRemark_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaRemark" ADD CONSTRAINT "AgendaRemark_answeredById_fkey" FOREIGN KEY ("answeredById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notes" ADD CONSTRAINT "Notes_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NotesUpdate" ADD CONSTRAINT "NotesUpdate_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "Thread"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_assigneeId_fkey" FOREIGN KEY ("assigneeId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_doneById_fkey" FOREIGN KEY ("doneById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_publishedById_fkey" FOREIGN KEY ("publishedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUpVersion" ADD CONSTRAINT "FollowUpVersion_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "FollowUp"("sessionId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUpVersion" ADD CONSTRAINT "FollowUpVersion_editedById_fkey" FOREIGN KEY ("editedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionText" ADD CONSTRAINT "SessionText_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;


