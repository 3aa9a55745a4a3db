-- CreateEnum
CREATE TYPE "RecordingPolicy" AS ENUM ('allowed', 'automatic', 'forbidden');

-- CreateEnum
CREATE TYPE "RecordingState" AS ENUM ('requested', 'recording', 'paused', 'finishing', 'ready', 'failed', 'deleted');

-- CreateEnum
CREATE TYPE "RecordingWish" AS ENUM ('record', 'pause', 'stop');

-- CreateEnum
CREATE TYPE "RecordingEngine" AS ENUM ('embedded', 'egress');

-- CreateEnum
CREATE TYPE "TranscriptState" AS ENUM ('none', 'waiting', 'running', 'ready', 'failed');

-- CreateEnum
CREATE TYPE "StretchEnd" AS ENUM ('paused', 'stopped', 'broken');

-- CreateEnum
CREATE TYPE "TrackKind" AS ENUM ('camera', 'microphone', 'screen', 'screenAudio');

-- CreateEnum
CREATE TYPE "ConsentAnswer" AS ENUM ('told', 'accepted', 'declined');

-- AlterEnum
ALTER TYPE "InboxKind" ADD VALUE 'recordingExpires';

-- AlterTable
ALTER TABLE "Community" ADD COLUMN     "dropRecordingsOnceFollowedUp" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "keepRecordingsDays" INTEGER,
ADD COLUMN     "recordingPolicy" "RecordingPolicy" NOT NULL DEFAULT 'allowed';

-- AlterTable
ALTER TABLE "InboxItem" ADD COLUMN     "recordingId" UUID;

-- AlterTable
ALTER TABLE "Reply" ADD COLUMN     "momentMs" INTEGER,
ADD COLUMN     "recordingId" UUID;

-- AlterTable
ALTER TABLE "Thread" ADD COLUMN     "momentMs" INTEGER,
ADD COLUMN     "recordingId" UUID;

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "keepRecordingPartsDays" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "keepRecordingsDays" INTEGER DEFAULT 365;

-- CreateTable
CREATE TABLE "Recording" (
    "id" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "communityId" UUID NOT NULL,
    "engine" "RecordingEngine" NOT NULL DEFAULT 'embedded',
    "engineRef" TEXT,
    "state" "RecordingState" NOT NULL DEFAULT 'requested',
    "wanted" "RecordingWish" NOT NULL DEFAULT 'record',
    "rev" INTEGER NOT NULL DEFAULT 0,
    "requestedById" UUID,
    "stoppedById" UUID,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "cause" TEXT,
    "recorderId" UUID,
    "aliveAt" TIMESTAMPTZ(3),
    "durationMs" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "partBytes" BIGINT NOT NULL DEFAULT 0,
    "speakers" JSONB NOT NULL DEFAULT '[]',
    "playableAt" TIMESTAMPTZ(3),
    "composedAt" TIMESTAMPTZ(3),
    "progress" INTEGER NOT NULL DEFAULT 0,
    "filmKey" TEXT,
    "posterKey" TEXT,
    "stripKey" TEXT,
    "strip" JSONB,
    "peaks" JSONB,
    "kept" BOOLEAN NOT NULL DEFAULT false,
    "expiryToldAt" TIMESTAMPTZ(3),
    "partsRemovedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),
    "deletedById" UUID,
    "transcriptState" "TranscriptState" NOT NULL DEFAULT 'none',
    "transcriptCause" TEXT,

    CONSTRAINT "Recording_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecordingStretch" (
    "recordingId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "end" "StretchEnd",
    "offsetMs" INTEGER NOT NULL DEFAULT 0,
    "durationMs" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "RecordingStretch_pkey" PRIMARY KEY ("recordingId","number")
);

-- CreateTable
CREATE TABLE "RecordingTrack" (
    "id" UUID NOT NULL,
    "recordingId" UUID NOT NULL,
    "stretch" INTEGER NOT NULL,
    "memberId" UUID,
    "name" TEXT NOT NULL,
    "kind" "TrackKind" NOT NULL,
    "mime" TEXT NOT NULL,
    "fileKey" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "startMs" INTEGER NOT NULL,
    "endMs" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "mutes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "RecordingTrack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecordingConsent" (
    "id" UUID NOT NULL,
    "recordingId" UUID NOT NULL,
    "memberId" UUID,
    "name" TEXT NOT NULL,
    "answer" "ConsentAnswer" NOT NULL,
    "words" INTEGER NOT NULL,
    "language" "Language" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RecordingConsent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecordingWatch" (
    "recordingId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "positionMs" INTEGER NOT NULL,
    "watchedMs" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RecordingWatch_pkey" PRIMARY KEY ("recordingId","memberId")
);

-- CreateTable
CREATE TABLE "TranscriptLine" (
    "id" UUID NOT NULL,
    "recordingId" UUID NOT NULL,
    "memberId" UUID,
    "name" TEXT NOT NULL,
    "startMs" INTEGER NOT NULL,
    "endMs" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "heard" TEXT,
    "editedAt" TIMESTAMPTZ(3),
    "editedById" UUID,
    "vector" tsvector GENERATED ALWAYS AS ((to_tsvector('french'::regconfig, text) || to_tsvector('english'::regconfig, text))) STORED,

    CONSTRAINT "TranscriptLine_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Recording_engineRef_key" ON "Recording"("engineRef");

-- CreateIndex
CREATE INDEX "Recording_communityId_requestedAt_idx" ON "Recording"("communityId", "requestedAt" DESC);

-- CreateIndex
CREATE INDEX "Recording_sessionId_idx" ON "Recording"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "recording_one_running" ON "Recording"("sessionId") WHERE ("endedAt" IS NULL);

-- CreateIndex
CREATE INDEX "RecordingTrack_recordingId_startMs_idx" ON "RecordingTrack"("recordingId", "startMs");

-- CreateIndex
CREATE INDEX "RecordingConsent_recordingId_at_idx" ON "RecordingConsent"("recordingId", "at");

-- CreateIndex
CREATE INDEX "RecordingWatch_memberId_updatedAt_idx" ON "RecordingWatch"("memberId", "updatedAt" DESC);

-- CreateIndex
CREATE INDEX "TranscriptLine_recordingId_startMs_id_idx" ON "TranscriptLine"("recordingId", "startMs", "id");

-- CreateIndex
CREATE INDEX "TranscriptLine_vector_idx" ON "TranscriptLine" USING GIN ("vector");

-- CreateIndex
CREATE INDEX "Reply_recordingId_idx" ON "Reply"("recordingId");

-- CreateIndex
CREATE INDEX "Thread_recordingId_idx" ON "Thread"("recordingId");

-- AddForeignKey
ALTER TABLE "Thread" ADD CONSTRAINT "Thread_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reply" ADD CONSTRAINT "Reply_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InboxItem" ADD CONSTRAINT "InboxItem_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_stoppedById_fkey" FOREIGN KEY ("stoppedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_deletedById_fkey" FOREIGN KEY ("deletedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingStretch" ADD CONSTRAINT "RecordingStretch_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingTrack" ADD CONSTRAINT "RecordingTrack_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingTrack" ADD CONSTRAINT "RecordingTrack_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingConsent" ADD CONSTRAINT "RecordingConsent_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingConsent" ADD CONSTRAINT "RecordingConsent_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingWatch" ADD CONSTRAINT "RecordingWatch_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingWatch" ADD CONSTRAINT "RecordingWatch_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TranscriptLine" ADD CONSTRAINT "TranscriptLine_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TranscriptLine" ADD CONSTRAINT "TranscriptLine_editedById_fkey" FOREIGN KEY ("editedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;


