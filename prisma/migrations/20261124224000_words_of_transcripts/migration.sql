-- AlterTable: a generated column is made of what it was declared with, so it is made anew.
ALTER TABLE "TranscriptLine" DROP COLUMN "vector";
ALTER TABLE "TranscriptLine" ADD COLUMN "words" TEXT NOT NULL DEFAULT '';
-- The nearest that a migration comes to rooms/search/fold-text: nothing wrote lines until now.
UPDATE "TranscriptLine" SET "words" = lower("text");
ALTER TABLE "TranscriptLine" ALTER COLUMN "words" DROP DEFAULT;
ALTER TABLE "TranscriptLine" ADD COLUMN "vector" tsvector GENERATED ALWAYS AS ((to_tsvector('french'::regconfig, words) || to_tsvector('english'::regconfig, words))) STORED;

-- CreateIndex
CREATE INDEX "TranscriptLine_vector_idx" ON "TranscriptLine" USING GIN ("vector");
