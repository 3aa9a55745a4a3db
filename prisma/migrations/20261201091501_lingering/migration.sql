-- CreateTable
CREATE TABLE "Lingering" (
    "sessionId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "times" INTEGER NOT NULL,
    "barredUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Lingering_pkey" PRIMARY KEY ("sessionId","memberId")
);

-- AddForeignKey
ALTER TABLE "Lingering" ADD CONSTRAINT "Lingering_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
