-- CreateTable
CREATE TABLE "ShownLanguage" (
    "sessionId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "language" "Language" NOT NULL,

    CONSTRAINT "ShownLanguage_pkey" PRIMARY KEY ("sessionId","memberId")
);

-- AddForeignKey
ALTER TABLE "ShownLanguage" ADD CONSTRAINT "ShownLanguage_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShownLanguage" ADD CONSTRAINT "ShownLanguage_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
