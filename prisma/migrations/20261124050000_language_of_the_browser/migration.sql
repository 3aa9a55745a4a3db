-- AlterTable
ALTER TABLE "Member" ALTER COLUMN "language" DROP NOT NULL;
