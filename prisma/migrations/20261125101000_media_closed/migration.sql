ALTER TABLE "Session" ADD COLUMN "mediaClosedAt" TIMESTAMPTZ(3);
-- LiveKit closes a room by itself once nobody is in it: of those that ended before yesterday, it need not be asked any more.
UPDATE "Session" SET "mediaClosedAt" = "endedAt" WHERE "endedAt" < now() - interval '1 day';
CREATE INDEX "session_media_to_close" ON "Session"("endedAt" DESC) WHERE (("endedAt" IS NOT NULL) AND ("mediaClosedAt" IS NULL));
