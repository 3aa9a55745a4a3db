-- AlterEnum
ALTER TYPE "InboxKind" ADD VALUE 'invitation';
