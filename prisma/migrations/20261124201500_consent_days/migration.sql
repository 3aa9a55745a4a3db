-- AlterTable
ALTER TABLE "RecordingConsent" ADD COLUMN     "keepDays" INTEGER;


