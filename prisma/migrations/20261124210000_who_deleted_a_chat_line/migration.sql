-- AlterTable
ALTER TABLE "ChatLine" ADD COLUMN     "deletedById" UUID;
