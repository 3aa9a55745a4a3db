-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "mailLanguage" "Language" NOT NULL DEFAULT 'en';

-- AlterTable
ALTER TABLE "PushSubscription" ADD COLUMN     "language" "Language" NOT NULL DEFAULT 'en';


