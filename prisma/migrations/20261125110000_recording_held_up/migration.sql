-- AlterTable
ALTER TABLE "Recording" ADD COLUMN "heldUpBy" TEXT;
-- Until now it stood in the place of why the recording had ended, which is not known any more of these.
UPDATE "Recording" SET "heldUpBy" = cause, cause = NULL WHERE cause IN ('finish.failed', 'ffmpeg.missing', 'finish.noRoom');
