ALTER TABLE "Recording" ADD COLUMN "voicesMissing" JSONB NOT NULL DEFAULT '[]';
