-- CreateTable
CREATE TABLE "Signalling" (
    "sessionId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Signalling_pkey" PRIMARY KEY ("sessionId","memberId")
);

-- AddForeignKey
ALTER TABLE "Signalling" ADD CONSTRAINT "Signalling_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;


