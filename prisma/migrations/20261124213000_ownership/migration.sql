-- AlterEnum
ALTER TYPE "InboxKind" ADD VALUE 'ownership';
