-- AlterTable
ALTER TABLE "Reply" ADD COLUMN     "deletedById" UUID;

-- AlterTable
ALTER TABLE "Thread" ADD COLUMN     "deletedById" UUID;
