-- AlterTable
ALTER TABLE "SessionText" ADD COLUMN     "plain" TEXT NOT NULL DEFAULT '';
