-- CreateEnum
CREATE TYPE "EgressStatus" AS ENUM ('asked', 'refused', 'starting', 'active', 'ending', 'complete', 'failed', 'aborted', 'limitReached', 'silent');

-- AlterTable
ALTER TABLE "Recording" ADD COLUMN     "transcribed" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "EgressRun" (
    "recordingId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "egressId" TEXT,
    "status" "EgressStatus" NOT NULL DEFAULT 'asked',
    "stoppedFor" "RecordingWish",
    "stoppedAt" TIMESTAMPTZ(3),
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(3) NOT NULL,
    "saidAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "durationMs" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "EgressRun_pkey" PRIMARY KEY ("recordingId","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "EgressRun_egressId_key" ON "EgressRun"("egressId");

-- AddForeignKey
ALTER TABLE "EgressRun" ADD CONSTRAINT "EgressRun_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;


